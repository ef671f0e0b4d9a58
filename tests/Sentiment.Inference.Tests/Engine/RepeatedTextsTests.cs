namespace Sentiment.Inference.Tests;

/// <summary>Texts with the same token ids are scored once, and all of them get the same score, bit for bit.</summary>
public class RepeatedTextsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Repeats_have_the_same_bits_as_the_text_alone(int megabytes)
    {
        string[] once = [.. Texts.Random(5, 60), .. Texts.Random(6, 4, 300), "good", "Good ", "GOOD", new('a', 9_000),
            $"{new string('a', 9_000)} b"];
        string[] often = [.. Enumerable.Range(0, 400).Select(i => once[i * 7 % once.Length])];
        var expected = await ExpectedAsync(once);
        await using var engine = Engine(megabytes);

        var calls = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await engine.ScoreAsync(often, Stop)));
        var singles = await Task.WhenAll(often.Select(text => Task.Run(async () => await engine.ScoreAsync(text, Stop), Stop)));

        foreach (var scores in (SentimentScore[][])[.. calls, singles])
            Assert.Equal(often.Select(text => Values(expected[text])), scores.Select(Values));
    }

    [Fact]
    public async Task A_call_runs_texts_with_the_same_ids_once_and_cached_texts_not_at_all()
    {
        var cache = new ScoreCache(1 << 20, labels: 2);
        cache.Add([1, 7, 2], Score(0.7f));
        var call = new ScoringRequest([Text(1, 5, 2), Text(1, 7, 2), Text(1, 5, 2), Text(1, 6, 2), Text(1, 5, 2)], Stop);

        call.Reduce(cache);

        Assert.Equal([0, 3], call.Open);
        call.Answer(3, Score(0.6f));
        Assert.False(call.Scores.IsCompleted);
        call.Answer(0, Score(0.5f));
        Assert.Equal([0.5f, 0.7f, 0.5f, 0.6f, 0.5f], (await call.Scores).Select(score => score!.Score));
    }

    [Fact]
    public void A_call_with_only_cached_texts_completes_at_once()
    {
        var cache = new ScoreCache(1 << 20, labels: 2);
        cache.Add([1, 7, 2], Score(0.7f));
        var call = new ScoringRequest([Text(1, 7, 2)], Stop);

        call.Reduce(cache);

        Assert.True(call.Scores.IsCompletedSuccessfully);
        Assert.Equal(default, call.Times);
    }

    [Theory]
    [InlineData(2, 100, 100_000 / 240)]
    [InlineData(1_000, 5, 100_000 / (1_000 * sizeof(float)))]
    public void The_cache_stays_within_its_memory_and_keeps_what_is_used(int labels, int least, int most)
    {
        var cache = new ScoreCache(100_000, labels);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Add([1, i, 2], Score(i));
            Assert.Equal(0, cache.Find([1, 0, 2])?.Score);
        }

        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => cache.Find([1, i, 2]) is not null), least, most);
    }

    [Fact]
    public void Long_texts_are_not_kept()
    {
        var cache = new ScoreCache(1 << 20, labels: 2);
        cache.Add(new int[ScoreCache.MostTokens + 1], Score(1));
        cache.Add(new int[ScoreCache.MostTokens], Score(1));

        Assert.Null(cache.Find(new int[ScoreCache.MostTokens + 1]));
        Assert.NotNull(cache.Find(new int[ScoreCache.MostTokens]));
    }

    [Fact]
    public async Task Threads_share_the_cache()
    {
        var cache = new ScoreCache(50_000, labels: 2);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                int[] ids = [1, i * (thread + 1) % 997, 2];
                Assert.Equal(ids[1], cache.Find(ids)?.Score ?? ids[1]);
                cache.Add(ids, Score(ids[1]));
            }
        }, Stop)));
    }

    private static async Task<Dictionary<string, SentimentScore>> ExpectedAsync(string[] texts)
    {
        await using var engine = Engine(megabytes: 0); // Every text is computed.
        var expected = new Dictionary<string, SentimentScore>();
        foreach (var text in texts) expected[text] = await engine.ScoreAsync(text, Stop);
        return expected;
    }

    private static (string, string, int, bool, int) Values(SentimentScore score) =>
        (score.Label, string.Join(' ', score.Scores.Values), score.Tokens, score.Truncated, score.Unknown);

    private static SentimentEngine Engine(int megabytes)
    {
        var options = new InferenceOptions { CacheMegabytes = megabytes, QueueTexts = int.MaxValue, QueueTokens = int.MaxValue };
        return new(SentimentModel.Load(TestModel.Directory, options), options);
    }

    private static TokenizedText Text(params int[] ids) => new(ids, ids.Length);

    private static SentimentScore Score(float score) => new("POSITIVE", score, new LabelScores(["POSITIVE"], [score]), 3, false, 0);
}
