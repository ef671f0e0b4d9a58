namespace Sentiment.Cli.Tests;

public class InputLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Every_line_comes_once_and_in_order(int most)
    {
        string[] lines = [.. Enumerable.Range(0, 5_000).Select(i => i % 3 == 0 ? "" : $"line {i}")];
        var read = new List<string>();

        await foreach (var group in InputLines.ReadAsync(new StringReader(string.Join('\n', lines) + "\n"), most, Stop))
        {
            Assert.InRange(group.Length, 1, most);
            read.AddRange(group);
        }

        Assert.Equal(lines, read);
    }

    [Fact]
    public async Task A_failure_to_read_comes_after_the_lines_before_it()
    {
        var read = new List<string>();

        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var group in InputLines.ReadAsync(new BrokenReader(), 100, Stop)) read.AddRange(group);
        });

        Assert.Equal("The disk is broken.", error.Message);
        Assert.Equal("first", Assert.Single(read));
    }

    [Fact]
    public async Task Waiting_for_a_line_can_be_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var groups = InputLines.ReadAsync(new SilentReader(), 100, stop.Token).GetAsyncEnumerator(Stop);

        var next = groups.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed class BrokenReader : TextReader
    {
        private int lines;

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            if (lines++ > 0) throw new IOException("The disk is broken.");
            return ValueTask.FromResult<string?>("first");
        }
    }

    /// <summary>Neither ends nor listens to a cancellation, like standard input.</summary>
    private sealed class SilentReader : TextReader
    {
        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
            new(new TaskCompletionSource<string?>().Task);
    }
}
