using System.CommandLine;
using System.Globalization;
using Sentiment.Simulation.Commands;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation;

/// <summary>The command line of the simulation.</summary>
internal static class SimulationCli
{
    private static int Main(string[] arguments) => Run(arguments, Console.Out, Console.Error);

    /// <summary>Runs a command. Returns 0 on success; otherwise returns 1 and writes the reason to <paramref name="error"/>.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        // With the culture of a German machine, --step 0.5 would be 5.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("Simulates how the app scales on Azure Functions, and what it costs. See docs/scaling.md.")
        {
            FigureOptions.Figures, FigureOptions.Set, RunCommand.Create(output), TablesCommand.Create(output), DocsCommand.Create(output),
        };
        try
        {
            return root.Parse(arguments)
                .Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is FigureException or FormatException or IOException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }
}

/// <summary>Options with which every command finds its figures.</summary>
internal static class FigureOptions
{
    public static readonly Option<FileInfo[]> Figures = new("--figures")
    {
        Description = "JSON files of assumed figures. Default: assumptions.json beside the tool.",
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
        var figures = parsed.GetValue(Figures) is { Length: > 0 } given
            ? FigureSet.Load([.. given.Select(file => file.FullName)]).With(FigureSet.Measured.ForSimulation())
            : FigureSet.Default;
        return figures.With(parsed.GetValue(Set) ?? []);
    }
}
