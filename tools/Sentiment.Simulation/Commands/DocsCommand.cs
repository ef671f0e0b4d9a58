using System.CommandLine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Output;

namespace Sentiment.Simulation.Commands;

/// <summary><c>docs</c>: brings docs/scaling.md, its pictures and docs/scaling-figures.md up to date with the figures.</summary>
internal static class DocsCommand
{
    public static Command Create(TextWriter output)
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The folder of scaling.md; pictures go into its folder scaling.",
            DefaultValueFactory = _ => new DirectoryInfo("docs"),
        };
        var command = new Command("docs", "Writes tables and pictures of docs/scaling.md anew.") { folder };
        command.SetAction(parsed =>
        {
            var figures = FigureOptions.Load(parsed);
            var document = Path.Combine(parsed.GetValue(folder)!.FullName, "scaling.md");
            var pictures = Directory.CreateDirectory(Path.ChangeExtension(document, null));
            var scenarios = Scenario.Standard(figures);

            foreach (var scenario in scenarios)
            {
                ScalingPlots.Save(scenario, Path.Combine(pictures.FullName, scenario.Name + ".png"));
                output.WriteLine($"{scenario.Name}: {scenario.Variants.Count} runs drawn");
            }
            File.WriteAllText(document, Write(File.ReadAllText(document), figures, scenarios));
            var list = Path.Combine(parsed.GetValue(folder)!.FullName, "scaling-figures.md");
            File.WriteAllText(list, WriteFigures(File.ReadAllText(list), figures));
            output.WriteLine($"{document} and {list} are up to date.");
        });
        return command;
    }

    /// <summary>The document's text with all tables anew.</summary>
    public static string Write(string text, FigureSet figures, IReadOnlyList<Scenario> scenarios) =>
        Tables.OfFigures(figures)
            .Append((Name: "results", Table: Tables.Results(scenarios)))
            .Aggregate(text, (document, part) => Document.Replace(document, part.Name, part.Table));

    /// <summary>The text of the list of figures with its table anew.</summary>
    public static string WriteFigures(string text, FigureSet figures) => Document.Replace(text, "figures", Tables.Figures(figures));
}
