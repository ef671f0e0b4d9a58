namespace Sentiment.Inference.Tests;

public sealed class ScoreTests : IAsyncDisposable
{
    private readonly SentimentEngine engine = new(SentimentModel.Load(TestModel.Directory));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Praise_is_positive_and_scorn_is_negative()
    {
        Assert.Equal("POSITIVE", (await engine.ScoreAsync("A wonderful, moving film with superb actors.", Stop)).Label);
        Assert.Equal("NEGATIVE", (await engine.ScoreAsync("Dreadful. A boring, stupid waste of time.", Stop)).Label);
    }

    [Fact]
    public async Task The_scores_of_all_labels_sum_to_one_and_the_label_has_the_largest()
    {
        foreach (var score in await engine.ScoreAsync(Texts.Random(3, 40), Stop))
        {
            Assert.Equal(1, score.Scores.Values.Sum(), 5);
            Assert.Equal(score.Score, score.Scores.Values.Max());
            Assert.Equal(score.Score, score.Scores[score.Label]);
        }
    }

    [Fact]
    public async Task A_text_below_the_threshold_is_undecided_and_keeps_its_scores()
    {
        var options = new InferenceOptions { Undecided = 0.9 };
        await using var cautious = new SentimentEngine(SentimentModel.Load(TestModel.Directory), options);
        string[] texts = ["A wonderful, moving film with superb actors.", .. Texts.Random(3, 200)];
        var (usual, careful) = (await engine.ScoreAsync(texts, Stop), await cautious.ScoreAsync(texts, Stop));

        Assert.Contains(careful, score => score.Label == SentimentScore.Undecided);
        Assert.Contains(careful, score => score.Label == "POSITIVE");
        foreach (var (one, other) in usual.Zip(careful))
        {
            Assert.Equal(one.Score < 0.9f ? SentimentScore.Undecided : one.Label, other.Label);
            Assert.Equal(one.Score, other.Score);
            Assert.Equal(one.Scores, other.Scores);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_threshold_that_is_not_a_probability_is_refused(double threshold)
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceOptions { Undecided = threshold }.Validate());
        Assert.StartsWith("Undecided is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_text_is_marked_and_counts_all_its_tokens()
    {
        var limit = engine.Model.MaxTokens;
        var scores = await engine.ScoreAsync([Words(limit - 2), Words(limit - 1), "short"], Stop);

        Assert.Equal((limit, false), (scores[0].Tokens, scores[0].Truncated));
        Assert.Equal((limit + 1, true), (scores[1].Tokens, scores[1].Truncated));
        Assert.Equal((3, false), (scores[2].Tokens, scores[2].Truncated));
        Assert.Equal(scores[0].Scores["POSITIVE"], scores[1].Scores["POSITIVE"], 5);

        static string Words(int count) => string.Join(' ', Enumerable.Repeat("good", count));
    }

    [Fact]
    public async Task Many_texts_keep_their_order()
    {
        var texts = Texts.Random(11, 300);
        var scores = await engine.ScoreAsync(texts, Stop);

        Assert.Equal(texts.Length, scores.Length);
        foreach (var i in (int[])[0, 1, 150, 298, 299])
            Assert.Equal((await engine.ScoreAsync(texts[i], Stop)).Score, scores[i].Score, 4);
    }

    [Fact]
    public async Task Scores_with_the_same_content_are_equal()
    {
        await using var other = new SentimentEngine(SentimentModel.Load(TestModel.Directory));
        var (one, same) = (await engine.ScoreAsync("A good film.", Stop), await other.ScoreAsync("A good film.", Stop));
        var different = await engine.ScoreAsync("A bad film.", Stop);

        Assert.NotSame(one.Scores, same.Scores);
        Assert.Equal(2, new HashSet<SentimentScore>([one, same, different]).Count);
        Assert.NotEqual(one, one with { Scores = different.Scores });
    }

    [Fact]
    public async Task No_texts_give_no_scores() => Assert.Empty(await engine.ScoreAsync([], Stop));

    [Fact]
    public async Task An_empty_text_is_scored_as_two_tokens() => Assert.Equal(2, (await engine.ScoreAsync("", Stop)).Tokens);

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
