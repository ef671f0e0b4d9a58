using System.CommandLine;
using System.Globalization;
using Sentiment.Cli.Cascading;
using Sentiment.Cli.Evaluation;
using Sentiment.Inference;
using Spectre.Console;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment cascade</c>: finds how sure a fast model must be to decide instead of the main one, and the gain.</summary>
internal static class CascadeCommand
{
    public static Command Create(CliConsole console)
    {
        var first = new Argument<string>("first") { Description = "The fast model." };
        var main = new Argument<string>("main") { Description = "The main model, with the same labels." };
        var data = new Option<FileInfo>("--data", "-d")
        {
            Description = "A few thousand texts like those to be scored; they need no labels. CSV, .jsonl or .txt, each also with .gz. "
                + "The name tells which; /dev/stdin is read as CSV.",
            Required = true
        };
        var metadata = SharedOptions.Metadata();
        var agreement = new Option<double>("--agreement")
        {
            Description = "The share of texts that must get the main model's label, with 97.5 % confidence.",
            CustomParser = given => DecimalOption.Read(given, value => value is > 0 and < 1, "between 0 and 1, such as 0.995"),
            DefaultValueFactory = _ => 0.995
        };
        var command = new Command("cascade", "Finds the threshold for FirstModel, and measures the gain from running two models in a row.")
        {
            first, main, data, metadata, agreement,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = parsed.GetValue(agreement);
            using var rows = await RowFile.OpenAsync(
                parsed.GetRequiredValue(data).FullName, SharedOptions.Pairs(parsed.GetRequiredValue(metadata)), ct);
            var (read, leftOut) = Read(rows);
            string[] texts = [.. read.Select(row => row.Text)];
            if (texts.Length < 2)
            {
                throw new CliException(
                    $"{parsed.GetValue(data)} contains {texts.Length} texts; a few thousand are needed. {leftOut}".TrimEnd());
            }

            if (leftOut is not null) await console.Error.WriteLineAsync($"sentiment: {parsed.GetValue(data)}: {leftOut}");

            // No cache, so that repeated texts cost the same with one model and with two.
            var alone = new InferenceOptions { CacheMegabytes = 0, Model = parsed.GetRequiredValue(main) };
            var both = alone with { FirstModel = parsed.GetRequiredValue(first) };
            return await console.Screen.Progress().StartAsync(async screen =>
            {
                var task = screen.AddTask("scoring with both models", maxValue: 1);
                await using var early = await SentimentEngine.LoadAsync(alone with { Model = both.FirstModel }, ct);
                await using var late = await SentimentEngine.LoadAsync(alone, ct);
                if (SentimentEngine.Mismatch(early.Model, late.Model) is { } mismatch)
                    throw new CliException($"{both.FirstModel} cannot run before {both.Model}. {mismatch.Message}");

                var trial = await CascadeTrial.RunAsync(early, late, texts, share => task.Value = share, ct);
                foreach (var i in trial.Unscorable)
                {
                    await console.Error.WriteLineAsync(
                        $"sentiment: {parsed.GetValue(data)}, line {read[i].Line}: {new UnscorableTextException().Message}");
                }

                if (CascadeTrial.Threshold(trial.Scores, wanted) is not { } threshold)
                {
                    throw new CliException($"No threshold shows an agreement of {wanted} on {trial.Scores.Count} texts: "
                        + "the models differ too much, or there are too few texts.");
                }

                both = both with { FirstModelThreshold = threshold };
                await using var cascade = await SentimentEngine.LoadAsync(both, ct);
                var (_, time) = await CascadeTrial.ScoreAsync(cascade, texts, share => task.Value = (2 + share) / 3, ct);
                Write(console.Out, cascade, both, texts.Length, trial, CascadeTrial.CrossValidate(trial.Scores, wanted), time);
                await console.Out.FlushAsync(ct);
                return 0;
            });
        });
        return command;
    }

    /// <summary>The texts with their lines; and how many rows have none, with the first one's reason, or null.</summary>
    private static (List<(int Line, string Text)> Read, string? LeftOut) Read(RowFile file)
    {
        var (read, failed, reason) = (new List<(int Line, string Text)>(), 0, "");
        foreach (var row in file.Rows())
        {
            if (row.Error is null) read.Add((row.Line, row.Fields[file.Layout.TextColumn]));
            else if (failed++ == 0) reason = $"Line {row.Line}: {row.Error}";
        }

        return (read, failed == 0 ? null : $"{failed} of {read.Count + failed} rows are left out. {reason}");
    }

    private static void Write(TextWriter output, SentimentEngine engine, InferenceOptions settings, int texts, CascadeTrial trial,
        CascadeEffect effect, TimeSpan together)
    {
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

        var (first, main) = (engine.FirstModel!.Name, engine.Model.Name);
        Line($"{first} before {main}: threshold set on {trial.Scores.Count} texts");
        Line($"The shares are for texts that it was not set on: for each fifth of the texts, it was set on the other four.");
        Line($"");
        Line($"{"",-24} {"value",8}  95 % interval");
        Line($"{"decided by " + first,-24} {Share(effect.DecidedFirst)}");
        Line($"{"label of " + main,-24} {Share(effect.Agreement)}");
        Line($"");
        Line($"{"",-24} {"texts/s",8} {"hours per 100 million",22}");
        Line($"{main + " alone",-24} {Speed(trial.MainTime)}");
        Line($"{"both",-24} {Speed(together)}");
        Line($"{"gain",-24} {trial.MainTime / together,8:F2}");
        Line($"");
        var place = settings.FirstModel!;
        // An embedded model is found by its name, also where there is a directory of that name.
        if (Path.Exists(place) && !SentimentModel.EmbeddedNames.Contains(place)) place = Path.GetFullPath(place);
        Line($"Sentiment__FirstModel={place}");
        Line($"Sentiment__FirstModelThreshold={settings.FirstModelThreshold}");

        static FormattableString Share(Interval share) => $"{share.Value,8:F4}  {share.Low:F4} - {share.High:F4}";
        FormattableString Speed(TimeSpan time) => $"{texts / time.TotalSeconds,8:F0} {time.TotalHours / texts * 1e8,22:F1}";
    }
}
