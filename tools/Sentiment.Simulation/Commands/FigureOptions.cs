using System.CommandLine;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Commands;

/// <summary>Options by which every command finds its figures.</summary>
internal static class FigureOptions
{
    private static readonly string[] Default = [Beside("assumptions.json"), Beside("measured.json")];

    public static readonly Option<FileInfo[]> Figures = new("--figures")
    {
        Description = "JSON files of figures. Default: assumptions.json and measured.json beside the tool.",
        AllowMultipleArgumentsPerToken = true,
        Recursive = true,
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "Overrides a figure for this run: name=number.",
        AllowMultipleArgumentsPerToken = true,
        Recursive = true,
    };

    public static FigureSet Load(ParseResult parsed)
    {
        var files = parsed.GetValue(Figures) is { Length: > 0 } given ? [.. given.Select(file => file.FullName)] : Default;
        return FigureSet.Load(files).With(parsed.GetValue(Set) ?? []);
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
