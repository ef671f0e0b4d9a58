using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sentiment.Inference;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

public sealed class CsvProgressTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task How_far_a_file_has_come_is_told_every_few_seconds_in_the_log_and_in_a_blob()
    {
        await using var engine = new SentimentEngine(SentimentModel.Load(SentimentModel.EmbeddedDirectory));
        var (time, log, blob) = (new FakeTimeProvider(), new SeenLog(), new List<string>());
        var summary = new CsvSummary("a.csv", "a.csv", engine.Model);
        var progress = new CsvProgress(summary, (json, _) => { blob.Add(json); return Task.CompletedTask; }, log, time);

        for (var second = 0; second < 12; second++)
        {
            summary.CountError(second, "empty");
            await progress.ReportAsync(Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([6, 11], blob.Select(json => JsonDocument.Parse(json).RootElement.GetProperty("rows").GetInt32()));
        Assert.Equal(2, log.Lines.Count);
        Assert.StartsWith("a.csv: 6 rows, 0 scored, 6 failed", log.Lines[0]);
    }
}
