using System.CommandLine;
using Sentiment.Cli.Probing;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Pairs;
using Sentiment.Cli.Probing.Report;
using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment probe report</c>: all findings about one model, as files and as one page to attach.</summary>
internal static class ProbeReportCommand
{
    private static readonly string[] Written =
        ["countries.json", "pairs.json", "map.svg", "map.png", "pairs.svg", "pairs.png", "report.html"];

    public static Command Create(CliConsole console)
    {
        var model = SharedOptions.Model();
        var directory = new Option<string>("--out", "-o")
        {
            Description = "Write report.html, maps, pictures and JSON to this directory.",
            HelpName = "DIR",
            Required = true
        };
        var templates = new Option<string[]>("--template", "-t")
        {
            Description = "As in 'probe countries'.",
            DefaultValueFactory = _ => [CountryTemplate.OfTheModelCard]
        };
        var pairs = new Option<string[]>(
            "--pairs")
        {
            Description = "Files of pairs, as in 'probe pairs', in addition to the shipped ones.",
            HelpName = "FILE",
            DefaultValueFactory = _ => []
        };
        var evaluation = new Option<string?>(
            "--evaluation")
        { Description = "The file that 'sentiment evaluate --json' wrote about this model.", HelpName = "FILE" };
        var into = new Option<string[]>("--into")
        {
            Description = "Markdown files that get the summary, between two comments.",
            HelpName = "FILE",
            DefaultValueFactory = _ => []
        };
        var command = new Command("report", "Probes one model and writes a report.") { model, directory, templates,
            pairs, evaluation, into };
        command.SetAction(async (parsed, ct) =>
        {
            var sentences = parsed.GetRequiredValue(templates).Select(CountryTemplate.Parse).ToArray();
            var (folder, markdowns) = (parsed.GetRequiredValue(directory), parsed.GetRequiredValue(into));
            foreach (var markdown in markdowns) MarkedSection.Check(markdown);
            OutputFiles.Prepare(
                [("--pairs", [.. parsed.GetRequiredValue(pairs)]), ("--evaluation", [parsed.GetValue(evaluation)])],
                [("--out", [.. Written.Select(name => Path.Combine(folder, name))]), ("--into", [.. markdowns])]);
            List<(string Source, List<SentencePair> Pairs)> sources =
                [("the shipped pairs", ShippedPairs.All()),
                    .. parsed.GetRequiredValue(pairs).Select(file => (Path.GetFileName(file), PairFile.Read(file)))];
            // The full path may be private, so the report shows the command as it was typed.
            var called =
                $"dotnet run --project tools/Sentiment.Cli -- {string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)))}";

            await using var probed = new ProbedModel(new(SharedOptions.Load(parsed.GetValue(model))));
            var figures = parsed.GetValue(evaluation) is { } file ? EvaluationFigures.Read(file, probed.Sha256) : null;
            var countries = await CountryReport.MakeAsync(probed, sentences, WorldData.Embedded.Countries, ct);
            var reports = new List<PairReport>();
            foreach (var (source, list) in sources)
                reports.Add(await PairReport.MakeAsync(probed, source, list, ct));
            var findings = new ProbeFindings(countries, reports, figures, ModelCard.Limits(probed.Directory), called);

            await WriteAsync(folder, findings, ct);
            var summary = MarkdownSummary.Of(findings);
            foreach (var markdown in markdowns) MarkedSection.Replace(markdown, summary);
            await console.Out.WriteAsync(summary);
        });
        return command;
    }

    private static async Task WriteAsync(string directory, ProbeFindings findings, CancellationToken cancellationToken)
    {
        string At(string name) => Path.Combine(directory, name);
        await ProbeOptions.WriteJsonAsync(At("countries.json"), findings.Countries, cancellationToken);
        await ProbeOptions.WriteJsonAsync(At("pairs.json"), findings.Pairs, cancellationToken);
        foreach (var ending in (string[])["svg", "png"])
        {
            ProbeOptions.Write(At($"map.{ending}"), WorldMap.Draw([findings.Countries]));
            ProbeOptions.Write(At($"pairs.{ending}"), PairPicture.Draw(findings.Pairs[0]));
        }

        await File.WriteAllTextAsync(At("report.html"), ReportPage.Of(findings), cancellationToken);
    }

    private static string Quoted(string value) => value.Contains(' ') ? $"\"{value}\"" : value;
}
