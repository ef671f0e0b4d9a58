using System.CommandLine;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment model</c>: the commands that prepare models.</summary>
internal static class ModelCommand
{
    public static Command Create(CliConsole console) => new("model", "Prepares and inspects models.")
    {
        ModelFetchCommand.Create(console),
        ModelInfoCommand.Create(console),
        ModelSynthCommand.Create(console),
        ModelOptimiseCommand.Create(console),
    };
}
