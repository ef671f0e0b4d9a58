using System.CommandLine;
using Sentiment.Cli.Commands;
using Sentiment.Inference;

namespace Sentiment.Cli;

/// <summary>The command line: a list of commands, and one place where errors become a message and an exit code.</summary>
internal static class SentimentCli
{
    /// <returns>0, or 1 when the command failed; the reason is on the error stream.</returns>
    public static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Scores the sentiment of English text, and prepares the models that do it.")
        {
            ScoreCommand.Create(console),
            TokenizeCommand.Create(console),
            ModelCommand.Create(console),
            EvaluateCommand.Create(console),
            ProbeCommand.Create(console),
        };

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = console.Out,
            Error = console.Error
        };
        try
        {
            return await root.Parse(args).InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception) when (exception is CliException or DownloadException or InvalidDataException or ModelLoadException
            or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"sentiment: {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("sentiment: stopped.");
            return 1;
        }
        finally
        {
            await console.Out.FlushAsync(CancellationToken.None);
        }
    }
}
