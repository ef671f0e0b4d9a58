using System.CommandLine;
using System.Text.Json;
using Sentiment.Cli.Evaluation;
using Sentiment.Inference;
using Spectre.Console;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment evaluate</c>: measures a model on labelled texts, and compares the figures with expected ones.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CliConsole console)
    {
        var data = new Option<FileInfo>("--data",
            "-d")
        { Description = "Labelled texts: GLUE .tsv, .csv or .jsonl, each also with .gz.", Required = true };
        var text = new Option<string?>("--text-column") { Description = "The column with the text. By default, it is found by name." };
        var label = new Option<string?>("--label-column") { Description = "The column with the label. By default, it is found by name." };
        var metadata = SharedOptions.Metadata();
        var json = new Option<FileInfo?>("--json") { Description = "Write all figures to this file as JSON." };
        var errors = new Option<FileInfo?>("--errors") { Description = "Write the misclassified texts to this file as JSON Lines." };
        var plots = new Option<DirectoryInfo?>(
            "--plots")
        { Description = "Write the reliability diagram, accuracy against coverage, and the ROC curve to this directory, as PNG and SVG." };
        var expect = new Option<string[]>(
            "--expect")
        {
            Description = "NAME=VALUE, or 'published' for the figures of the production model. A miss exits with 1.",
            DefaultValueFactory = _ => []
        };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far a figure may be from the expected value.",
            CustomParser = given => DecimalOption.Read(given, value => value is >= 0 and <= 1, "from 0 to 1, such as 0.005"),
            DefaultValueFactory = _ => 0.005
        };
        var accuracy = new Option<double?>("--accuracy")
        {
            Description = "The wanted accuracy, such as 0.95. Prints the value of Undecided that gives it on these texts.",
            CustomParser = given => DecimalOption.Read(given, value => value is > 0 and <= 1, "between 0 and 1, such as 0.95")
        };
        var model = SharedOptions.Model();
        var command = new Command("evaluate", "Measures a model on labelled texts.") { model, data, text, label, metadata, json, errors,
            plots, expect, tolerance, accuracy };
        command.SetAction(async (parsed, ct) =>
        {
            // Read first, so that a mistyped expectation fails at once and not after an hour of scoring.
            var expectations = parsed.GetRequiredValue(expect).SelectMany(Expectation.Parse).ToArray();
            var columns = new DataOptions(
                parsed.GetValue(text), parsed.GetValue(label), SharedOptions.Pairs(parsed.GetRequiredValue(metadata)));
            var (input, errorsFile, jsonFile, directory) = (
                parsed.GetRequiredValue(data), parsed.GetValue(errors), parsed.GetValue(json), parsed.GetValue(plots));
            string?[] pictures = directory is null ? [] : [.. EvaluationPlots.Files(directory.ToString())];
            // An hour of scoring must not be lost because its files cannot be written.
            OutputFiles.Prepare(
                [("--data", [input.ToString()])],
                [("--errors", [errorsFile?.ToString()]), ("--json", [jsonFile?.ToString()]), ("--plots", pictures)]);
            // Kept until the end, so that a run that fails leaves the file of an earlier one.
            List<string>? wrong = errorsFile is null ? null : [];
            await using var engine = new SentimentEngine(SharedOptions.Load(parsed.GetValue(model)));
            var (report, predictions, unscorable) = await ScoreAsync(console, engine, input, columns, wrong, ct);

            foreach (var example in unscorable)
            {
                await console.Error.WriteLineAsync(
                    $"sentiment: {input}, line {example.Line}: {new UnscorableTextException().Message}");
            }

            ReportTable.Write(console.Out, report);
            if (parsed.GetValue(accuracy) is { } wanted) ReportTable.Write(console.Out, wanted, SelectiveAccuracy.Curve(predictions));
            if (errorsFile is not null) await File.WriteAllLinesAsync(errorsFile.FullName, wrong!, ct);
            if (jsonFile is not null) await WriteJsonAsync(jsonFile, report, ct);
            if (directory is not null)
                foreach (var file in EvaluationPlots.Save(directory.FullName, report, predictions))
                    await console.Error.WriteLineAsync(file);
            var misses = expectations.Select(e => e.Miss(report, parsed.GetValue(tolerance))).OfType<string>().ToArray();
            foreach (var miss in misses) await console.Error.WriteLineAsync($"sentiment: {miss}.");
            await console.Out.FlushAsync(ct);
            return misses.Length == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<(EvaluationReport Report, IReadOnlyList<Prediction> Predictions, List<Example> Unscorable)> ScoreAsync(
        CliConsole console, SentimentEngine engine, FileInfo data, DataOptions columns, List<string>? wrong,
        CancellationToken cancellationToken)
    {
        var unscorable = new List<Example>();
        return await console.Screen.Progress().StartAsync(async context =>
        {
            var task = context.AddTask($"scoring {Markup.Escape(data.Name)}", maxValue: 1);
            var (report, predictions) = await new Evaluator(engine).RunAsync(
                LabelledData.Read(data.FullName, columns, share => task.Value = share),
                data.Name,
                (example, score) => wrong?.Add(Describe(example, score)),
                unscorable.Add,
                cancellationToken);
            return (report, predictions, unscorable);
        });
    }

    private static string Describe(Example example, SentimentScore score) => JsonSerializer.Serialize(
        new
        {
            line = example.Line,
            text = example.Text,
            label = example.Positive ? "POSITIVE" : "NEGATIVE",
            said = score.Label,
            score = score.Score
        },
        CliJson.Options);

    private static async Task WriteJsonAsync(FileInfo file, EvaluationReport report, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, report, ReportJson, cancellationToken);
    }

    private static JsonSerializerOptions ReportJson { get; } = new(CliJson.Indented) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
