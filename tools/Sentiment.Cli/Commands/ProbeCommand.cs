using System.CommandLine;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment probe</c>: how a model reacts to words that should make no difference.</summary>
internal static class ProbeCommand
{
    public static Command Create(CliConsole console) => new("probe", "Looks for what a model has learned about countries and people.")
    {
        ProbeCountriesCommand.Create(console),
        ProbePairsCommand.Create(console),
        ProbeReportCommand.Create(console),
    };
}
