using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference.Tests;

/// <summary>
/// Texts next to one on which the model fails: it has a word whose id is beyond the model's table, so ONNX Runtime refuses the lookup.
/// </summary>
public sealed class FailingTextTests : IDisposable
{
    private const string Bad = "a qzxqzx film";

    private readonly TemporaryDirectory directory = new();

    public FailingTextTests()
    {
        directory.CopyModel(TestModel.Directory);
        File.AppendAllText(directory.File("vocab.txt"), "qzxqzx\n");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_callers_of_bad_texts_get_the_error_and_the_scores_of_others_are_unchanged()
    {
        await using var engine = Engine();
        var good = Texts.Random(5, 600, 30);
        var alone = new List<SentimentScore>();
        foreach (var text in good) alone.Add(await engine.ScoreAsync(text, Stop));

        var bad = new List<Task<SentimentScore>>();
        var calls = new List<Task<SentimentScore>>();
        for (var i = 0; i < good.Length; i++)
        {
            var text = good[i];
            calls.Add(Task.Run(async () => await engine.ScoreAsync(text, Stop), Stop));
            if (i % 6 == 0) bad.Add(Task.Run(async () => await engine.ScoreAsync(Bad, Stop), Stop));
        }

        foreach (var call in bad) await AssertFails(call);
        Assert.Equal(alone.Select(Values), (await Task.WhenAll(calls)).Select(Values));
    }

    [Fact]
    public async Task A_call_with_a_bad_text_gets_the_error_and_the_engine_keeps_working()
    {
        await using var engine = Engine();
        await AssertFails(engine.ScoreAsync([.. Texts.Random(6, 40), Bad, .. Texts.Random(7, 40)], Stop).AsTask());
        Assert.Equal(40, (await engine.ScoreAsync(Texts.Random(8, 40), Stop)).Length);
    }

    [Fact]
    public async Task A_part_that_fails_takes_the_next_part_of_its_call_out_of_the_queue()
    {
        // In parts of 40. The bad text runs first, and the second part takes one run for each text.
        var options = new InferenceOptions { CacheMegabytes = 0, ParallelRuns = 1, QueueTexts = 40 };
        await using var engine = Engine(options);
        var longText = string.Join(' ', Enumerable.Repeat("good", 500));

        await AssertFails(engine.ScoreAsync([Bad, .. Texts.Random(6, 39), .. Enumerable.Repeat(longText, 40)], Stop).AsTask());

        // The queue would be too full for this call.
        Assert.Equal(40, (await engine.ScoreAsync(Texts.Random(8, 40), Stop)).Length);
    }

    public void Dispose() => directory.Dispose();

    private static async Task AssertFails(Task call)
    {
        var error = await Assert.ThrowsAsync<OnnxRuntimeException>(() => call);
        Assert.Contains("out of data bounds", error.Message, StringComparison.Ordinal);
    }

    private static (string, string) Values(SentimentScore score) => (score.Label, string.Join(' ', score.Scores.Values));

    private SentimentEngine Engine(InferenceOptions? options = null) =>
        new(SentimentModel.Load(directory.Path, new(), name: null, trial: false), options ?? new() { CacheMegabytes = 0 });
}
