using System.CommandLine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Output;

namespace Sentiment.Simulation.Commands;

/// <summary><c>docs</c>: brings the tables and pictures of all documents up to date with the figures.</summary>
internal static class DocsCommand
{
    public static Command Create(TextWriter output)
    {
        var folder = new Option<DirectoryInfo>("--repository")
        {
            Description = "The folder of README.md, docs and models.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var command = new Command("docs", "Writes the tables and pictures of README.md, docs and the model cards again.") { folder };
        command.SetAction(parsed =>
            Write(parsed.GetValue(folder)!.FullName, FigureOptions.Load(parsed), FigureSet.Measured, output));
        return command;
    }

    /// <summary>Updates every document in the repository.</summary>
    public static void Write(string repository, FigureSet figures, MeasuredFigures measured, TextWriter output)
    {
        var docs = Path.Combine(repository, "docs");
        var document = Path.Combine(docs, "scaling.md");
        if (!File.Exists(document))
            throw new FileNotFoundException($"{document} does not exist. Give the repository's folder with --repository.");
        var pictures = Directory.CreateDirectory(Path.ChangeExtension(document, null));
        var scenarios = Scenario.Standard(figures);
        foreach (var scenario in scenarios)
        {
            ScalingPlots.Save(scenario, Path.Combine(pictures.FullName, scenario.Name + ".png"));
            output.WriteLine($"{scenario.Name}: {scenario.Variants.Count} runs drawn");
        }

        Update(document, text => Write(text, figures, scenarios));
        Update(Path.Combine(docs, "scaling-figures.md"), text => WriteFigures(text, figures));
        foreach (var (file, part, table) in SpeedTables.Of(measured))
            Update(Path.Combine(repository, file), text => MarkedPart.Replace(text, part, table));

        void Update(string file, Func<string, string> write)
        {
            File.WriteAllText(file, write(File.ReadAllText(file)));
            output.WriteLine($"{Path.GetRelativePath(repository, file)} is up to date.");
        }
    }

    /// <summary>The text of the document with all tables updated.</summary>
    public static string Write(string text, FigureSet figures, IReadOnlyList<Scenario> scenarios) =>
        Tables.OfFigures(figures)
            .Append((Name: "results", Table: Tables.Results(scenarios)))
            .Aggregate(text, (document, part) => MarkedPart.Replace(document, part.Name, part.Table));

    /// <summary>The text of the list of figures with its table updated.</summary>
    public static string WriteFigures(string text, FigureSet figures) => MarkedPart.Replace(text, "figures", Tables.Figures(figures));
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
