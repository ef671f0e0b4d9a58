using System.CommandLine;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Sentiment.Cli.Commands;
using Sentiment.Inference;

namespace Sentiment.Cli;

/// <summary>The command line: the list of commands, and the one place that turns errors into a message and an exit code.</summary>
internal static class SentimentCli
{
    private static Task<int> Main(string[] args) => RunAsync(args, CliConsole.OfProcess());

    /// <returns>
    /// 0, also if nobody reads the output any more; or 1 if the command failed. The reason is written to the error stream.
    /// </returns>
    public static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken cancellationToken = default)
    {
        // Numbers have a decimal point, whatever the culture of the machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("Scores the sentiment of English text, and prepares models for it.")
        {
            ScoreCommand.Create(console),
            TokenizeCommand.Create(console),
            new Command("model", "Prepares and inspects models.")
            {
                ModelFetchCommand.Create(console),
                ModelInfoCommand.Create(console),
                ModelSynthCommand.Create(console),
                ModelOptimiseCommand.Create(console),
            },
            EvaluateCommand.Create(console),
            CascadeCommand.Create(console),
            new Command("probe", "Measures what a model has learned about countries and people.")
            {
                ProbeCountriesCommand.Create(console),
                ProbePairsCommand.Create(console),
                ProbeReportCommand.Create(console),
            },
        };

        // A text may begin with @, as in "@united you lost my bag", or like an option, as in "-movie was bad".
        var parsing = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = console.Out,
            Error = console.Error
        };
        try
        {
            var code = await root.Parse(args, parsing).InvokeAsync(configuration, cancellationToken);
            await console.FlushAsync();
            return code;
        }
        catch (IOException exception) when (CliConsole.IsUnread(exception))
        {
            return 0;
        }
        catch (Exception exception) when (exception is CliException or DownloadException or InvalidDataException or ModelLoadException
            or UnscorableTextException or OnnxRuntimeException or ArgumentException or IOException or UnauthorizedAccessException)
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
            try
            {
                await console.FlushAsync();
            }
            catch (IOException)
            {
                // The command has failed before, and its message says why.
            }
        }
    }
}

/// <summary>A command failed; the message says why and what to do.</summary>
internal sealed class CliException(string message) : Exception(message);
