namespace Sentiment.Cli.Tests;

/// <summary>Runs the command line as a user does, with its streams in memory.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Out, string Error)> RunAsync(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await SentimentCli.RunAsync(args, new CliConsole(new StringReader(input), output, error),
            TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    public static string[] Lines(this string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
