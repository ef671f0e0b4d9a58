using System.CommandLine;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment probe pairs</c>: compares sentences that differ only in who they are about.</summary>
internal static class ProbePairsCommand
{
    public static Command Create(CliConsole console)
    {
        var files = new Argument<string[]>(
            "file")
        {
            Description =
                "WinoBias .txt, WinoGender .tsv, StereoSet .json, or .csv with columns first, second[, domain, tone]. By default, the " +
                "pairs shipped with this program.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var models = ProbeOptions.Models();
        var json = new Option<string?>("--json") { Description = "Write all figures to this file as JSON.", HelpName = "FILE" };
        var plot = new Option<string[]>("--plot")
        {
            Description = "Draw the shifts of the first model to this file, .svg or .png.",
            HelpName = "FILE",
            DefaultValueFactory = _ => []
        };
        var command = new Command("pairs", "Compares sentences that differ only in who they are about.") { files, models, json, plot };
        command.SetAction(async (parsed, ct) =>
        {
            var paths = parsed.GetValue(files) ?? [];
            OutputFiles.Prepare(
                [("file", [.. paths])], [("--json", [parsed.GetValue(json)]), ("--plot", [.. parsed.GetRequiredValue(plot)])]);
            List<SentencePair> pairs = paths.Length == 0 ? ShippedPairs.All() : [.. paths.SelectMany(PairFile.Read).Distinct()];
            var source = paths.Length == 0 ? "the shipped pairs" : string.Join(", ", paths.Select(Path.GetFileName));

            var reports = await ProbeOptions.AskAsync(
                parsed.GetRequiredValue(models), model => PairReport.MakeAsync(model, source, pairs, ct));

            foreach (var report in reports)
                PairTable.Write(console.Out, report);
            if (parsed.GetValue(json) is { } file) await ProbeOptions.WriteJsonAsync(file, reports, ct);
            foreach (var name in parsed.GetRequiredValue(plot)) ProbeOptions.Write(name, PairPicture.Draw(reports[0]));
        });
        return command;
    }
}
