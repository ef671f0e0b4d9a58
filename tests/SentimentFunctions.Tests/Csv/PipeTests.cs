using System.IO.Pipes;
using Sentiment.Csv;

namespace SentimentFunctions.Tests.Csv;

/// <summary>A pipe may give any number of bytes, and does not say how many.</summary>
public sealed class PipeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipe_that_gives_too_many_bytes_is_refused_and_closed()
    {
        using var sender = new AnonymousPipeServerStream(PipeDirection.Out);
        var pipe = new AnonymousPipeClientStream(PipeDirection.In, sender.ClientSafePipeHandle);
        var sending = Task.Run(() => sender.Write(new byte[10_000_000]), Stop);

        var (file, problem) = await CsvFile.OpenAsync(pipe, "/dev/stdin", new Dictionary<string, string>(), mostBytes: 1_000_000, Stop);

        Assert.Null(file);
        Assert.Contains("more than 1000000 bytes", problem, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => sending);
    }
}
