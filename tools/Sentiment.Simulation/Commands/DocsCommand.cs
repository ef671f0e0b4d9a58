using System.CommandLine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Output;

namespace Sentiment.Simulation.Commands;

/// <summary><c>docs</c>: updates docs/scaling.md, its pictures and docs/scaling-figures.md with the figures.</summary>
internal static class DocsCommand
{
    public static Command Create(TextWriter output)
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The folder of scaling.md. Pictures are written to its subfolder scaling.",
            DefaultValueFactory = _ => new DirectoryInfo("docs"),
        };
        var command = new Command("docs", "Updates the tables and pictures of docs/scaling.md.") { folder };
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

    /// <summary>The text of the document with all tables updated.</summary>
    public static string Write(string text, FigureSet figures, IReadOnlyList<Scenario> scenarios) =>
        Tables.OfFigures(figures)
            .Append((Name: "results", Table: Tables.Results(scenarios)))
            .Aggregate(text, (document, part) => Replace(document, part.Name, part.Table));

    /// <summary>The text of the list of figures with its table updated.</summary>
    public static string WriteFigures(string text, FigureSet figures) => Replace(text, "figures", Tables.Figures(figures));

    /// <summary>Replaces one part of the text: the part between <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.</summary>
    /// <exception cref="FormatException">The text has no such part.</exception>
    private static string Replace(string text, string name, string part)
    {
        var (begin, end) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new FormatException($"The document has no part between {begin} and {end}.");
        return $"{text[..(from + begin.Length)]}\n\n{part.Trim()}\n\n{text[to..]}";
    }
}

/// <summary><c>tables</c>: capacity, limits and cost according to the figures, and the figures themselves, in Markdown.</summary>
internal static class TablesCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("tables", "Prints capacity, limits, cost and every figure with its source, in Markdown.");
        command.SetAction(parsed =>
        {
            var figures = FigureOptions.Load(parsed);
            foreach (var table in Tables.OfFigures(figures).Select(part => part.Table).Append(Tables.Figures(figures)))
                output.WriteLine(table);
        });
        return command;
    }
}
