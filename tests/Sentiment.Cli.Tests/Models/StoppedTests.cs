using Sentiment.Models;

namespace Sentiment.Cli.Tests.Models;

/// <summary>A command that is stopped while it writes a model leaves nothing.</summary>
public class StoppedTests
{
    [Fact]
    public async Task Synth_leaves_nothing()
    {
        using var directory = new TemporaryDirectory();

        await AssertStopsAsync("model", "synth", directory.File("model"), "--layers", "1", "--hidden", "32", "--heads", "2");

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Optimise_leaves_nothing()
    {
        using var directory = new TemporaryDirectory();
        var plain = SmallModel.Write(directory);

        await AssertStopsAsync("model", "optimise", plain, directory.File("fast"));

        Assert.Equal([plain], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Files_that_are_written_when_it_is_stopped_are_removed()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => ModelDirectory.Write(directory.File("model"), place =>
        {
            File.WriteAllText(Path.Combine(place, "config.json"), "{}");
            stop.Cancel();
        }, stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    private static async Task AssertStopsAsync(params string[] command)
    {
        var error = new StringWriter();
        var code = await SentimentCli.RunAsync(
            command, new CliConsole(TextReader.Null, TextWriter.Null, error), new CancellationToken(canceled: true));

        Assert.Equal(1, code);
        Assert.EndsWith("sentiment: stopped.", error.ToString().TrimEnd(), StringComparison.Ordinal);
    }
}
