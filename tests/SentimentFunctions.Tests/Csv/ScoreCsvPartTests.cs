using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>The parts of a file, one message after the other.</summary>
public sealed class ScoreCsvPartTests
{
    private const int Parts = 10;

    private readonly MemoryBlobs blobs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_whose_block_is_lost_is_sent_again_once()
    {
        var queue = new Queue<string>(await PlanAsync());
        var (sent, summaries) = (queue.Count, 0);
        while (queue.TryDequeue(out var message))
        {
            if (queue.Count == 0 && sent == Parts)
                blobs.Unstage("scored/a.csv");
            var output = await ScoreAsync(message);
            foreach (var part in output.Parts ?? [])
                queue.Enqueue(part);
            sent += output.Parts?.Count ?? 0;
            summaries += output.Summary is null ? 0 : 1;
        }

        Assert.Equal((Parts + Parts - 1, 1), (sent, summaries));
        Assert.Equal(Parts + 1, blobs.Text("scored/a.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>The messages of a file with one row in each part.</summary>
    private async Task<IReadOnlyList<string>> PlanAsync()
    {
        blobs.Put("reviews/a.csv", "text\n" + string.Concat(Enumerable.Repeat("good\n", Parts)));
        var output = await new ScoreCsv(new() { PartRows = 1 }, new SeenLog<ScoreCsv>()).RunAsync(
            blobs.Reviews.GetBlobClient("a.csv"), "a.csv", blobs.Scored, Stop);
        return output.Parts!;
    }

    private Task<ScoreCsvOutput> ScoreAsync(string message) =>
        new ScoreCsvPart(new(), new SeenLog<ScoreCsvPart>()).RunAsync([message], blobs.Reviews, blobs.Scored, Stop);
}
