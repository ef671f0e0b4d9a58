using System.CommandLine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Output;

namespace Sentiment.Simulation.Commands;

/// <summary><c>docs</c>: brings docs/scaling.md and its pictures up to date with the figures.</summary>
internal static class DocsCommand
{
    public static Command Create(TextWriter output)
    {
        var folder = new Option<DirectoryInfo>("--folder") { Description = "The folder of scaling.md; pictures go into its folder scaling.", DefaultValueFactory = _ => new DirectoryInfo("docs") };
        var command = new Command("docs", "Writes tables and pictures of docs/scaling.md anew.") { folder };
        command.SetAction(parsed =>
        {
            var figures = CommonOptions.Load(parsed);
            var document = Path.Combine(parsed.GetValue(folder)!.FullName, "scaling.md");
            var pictures = Directory.CreateDirectory(Path.ChangeExtension(document, null));
            var scenarios = Scenario.Standard(figures);

            foreach (var scenario in scenarios)
            {
                Plots.Save(scenario, Path.Combine(pictures.FullName, scenario.Name + ".png"));
                output.WriteLine($"{scenario.Name}: {scenario.Variants.Count} runs drawn");
            }
            File.WriteAllText(document, Write(File.ReadAllText(document), figures, scenarios));
            output.WriteLine($"{document} is up to date.");
        });
        return command;
    }

    /// <summary>The document's text with all tables anew.</summary>
    public static string Write(string text, FigureSet figures, IReadOnlyList<Scenario> scenarios) =>
        new (string Name, string Table)[]
        {
            ("capacity", Tables.Capacity(figures)),
            ("limits", Tables.Limits(figures)),
            ("always-ready", Tables.AlwaysReady(figures)),
            ("results", Tables.Results(scenarios)),
            ("figures", Tables.Figures(figures)),
        }.Aggregate(text, (document, part) => Document.Replace(document, part.Name, part.Table));
}
