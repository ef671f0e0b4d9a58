using System.Text.Json;

namespace Sentiment.Inference.Tests;

/// <summary>Two models in sequence: every text has exactly the score of the model that decided it.</summary>
public sealed class CascadeTests : IAsyncLifetime
{
    private const double Threshold = 0.9;
    private static readonly InferenceOptions Both =
        new() { Model = "sentiment-small", FirstModel = "sentiment-tiny", FirstModelThreshold = Threshold };

    private SentimentEngine first = null!, main = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        first = await SentimentEngine.LoadAsync(Both with { Model = Both.FirstModel, FirstModel = null }, Stop);
        main = await SentimentEngine.LoadAsync(Both with { FirstModel = null }, Stop);
    }

    [Fact]
    public async Task Each_text_gets_the_score_of_the_model_that_decides_and_its_name()
    {
        await using var both = await SentimentEngine.LoadAsync(Both, Stop);
        string[] texts = ["A wonderful, moving film with superb actors.", .. Texts.Random(5, 120)];
        var (early, late, scores) =
            (await first.ScoreAsync(texts, Stop), await main.ScoreAsync(texts, Stop), await both.ScoreAsync(texts, Stop));

        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            var isEarly = early[i].Score >= (float)Threshold && early[i].HasKnownWord;
            AssertSame(isEarly ? early[i] : late[i], scores[i]);
            Assert.Equal(isEarly ? "sentiment-tiny" : "sentiment-small", scores[i].DecidedBy!.Name);
        }

        Assert.Equal(2, scores.Select(score => score.DecidedBy).Distinct().Count());
        Assert.Equal(("sentiment-small", "sentiment-tiny"), (both.Model.Name, both.FirstModel!.Name));
        for (var i = 0; i < 10; i++) AssertSame(scores[i], await both.ScoreAsync(texts[i], Stop));
    }

    [Fact]
    public async Task The_JSON_of_a_score_has_its_labels_and_no_path_of_this_machine()
    {
        await using var both = await SentimentEngine.LoadAsync(Both, Stop);
        var score = await both.ScoreAsync("wonderful", Stop);

        var json = JsonSerializer.SerializeToElement(score);

        Assert.NotNull(score.DecidedBy);
        Assert.False(json.TryGetProperty(nameof(SentimentScore.DecidedBy), out _));
        Assert.Equal(score.Scores.Keys, json.GetProperty(nameof(SentimentScore.Scores)).EnumerateObject().Select(label => label.Name));
    }

    [Fact]
    public async Task Compared_scores_come_from_the_main_model()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { FirstModelThreshold = 0 }, Stop);

        Assert.Equal("sentiment-tiny", (await both.ScoreAsync("wonderful", Stop)).DecidedBy!.Name);
        Assert.Equal("sentiment-small", (await both.ScoreWithMainModelAsync(["wonderful"], null, Stop))[0].DecidedBy!.Name);
    }

    [Fact]
    public async Task A_text_without_a_word_known_to_the_first_model_goes_to_the_main_model()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { FirstModelThreshold = 0 }, Stop);

        Assert.Equal("sentiment-small", (await both.ScoreAsync("\U0001F600", Stop)).DecidedBy!.Name);
    }

    [Fact]
    public async Task Texts_that_the_first_model_leaves_undecided_go_to_the_main_model()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { FirstModelThreshold = 0.5, Undecided = 0.99 }, Stop);
        var texts = Texts.Random(7, 80);
        var (early, scores) = (await first.ScoreAsync(texts, Stop), await both.ScoreAsync(texts, Stop));

        Assert.All(early.Zip(scores), pair => Assert.Equal(
            pair.First.Score >= 0.99f ? "sentiment-tiny" : "sentiment-small", pair.Second.DecidedBy!.Name));
    }

    [Theory]
    [InlineData("tokenizer_config.json", "512", "16", 40, false)]
    [InlineData("tokenizer_config.json", "512", "16", 1000, true)]
    [InlineData("vocab.txt", "\ngood\n", "\nqzxqzx\n", 300, false)] // without the word, its pieces are more tokens
    public async Task A_text_that_one_model_reads_further_is_decided_by_that_model(
        string file, string old, string changed, int words, bool truncated)
    {
        using var directory = new TemporaryDirectory();
        var (usual, other) = (Copy(directory, "usual"), Copy(directory, "other"));
        var content = await File.ReadAllTextAsync(Path.Combine(other, file), Stop);
        Assert.Contains(old, content, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(other, file), content.Replace(old, changed, StringComparison.Ordinal), Stop);
        var text = string.Join(' ', Enumerable.Repeat("good", words));

        foreach (var (early, late) in ((string, string)[])[(usual, other), (other, usual)])
        {
            await using var both =
                await SentimentEngine.LoadAsync(new() { Model = late, FirstModel = early, FirstModelThreshold = 0 }, Stop);
            var scores = await both.ScoreAsync(["good", text], Stop);

            Assert.Equal(truncated, scores[1].Truncated);
            Assert.Equal([Path.GetFileName(early), "usual"], scores.Select(score => score.DecidedBy!.Name));
            Assert.Equal("usual", (await both.ScoreAsync(text, Stop)).DecidedBy!.Name);
        }
    }

    [Fact]
    public async Task A_text_that_both_models_cut_at_the_same_limit_may_be_decided_by_the_first()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { FirstModelThreshold = 0 }, Stop);

        var score = await both.ScoreAsync(string.Join(' ', Enumerable.Repeat("good", 1000)), Stop);

        Assert.Equal((true, "sentiment-tiny"), (score.Truncated, score.DecidedBy!.Name));
    }

    [Fact]
    public async Task A_full_queue_of_the_main_model_refuses_a_call_before_the_first_model_scores_it()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { QueueTexts = 8 }, Stop);
        var late = new WatchedTexts(8);
        Task[]? refused = null;
        // While its texts are read, a call holds its places in the queue.
        var early = new WatchedTexts(8, _ => refused ??= [both.ScoreAsync(late, Stop).AsTask(), both.ScoreAsync("good", Stop).AsTask()]);

        await both.ScoreWithMainModelAsync(early, null, Stop);

        foreach (var call in refused!) await Assert.ThrowsAsync<EngineBusyException>(() => call);
        Assert.Equal(0, late.Read);
        Assert.Equal(8, (await both.ScoreAsync(late, Stop)).Length);
    }

    [Fact]
    public async Task A_call_that_the_first_model_scores_is_not_refused_when_the_queue_of_the_main_model_becomes_full()
    {
        await using var both = await SentimentEngine.LoadAsync(Both with { FirstModelThreshold = 1, QueueTexts = 8 }, Stop);
        using var full = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        // While its texts are read, a call holds its places in the queue.
        var others = new WatchedTexts(8, _ =>
        {
            full.Set();
            release.Wait(Stop);
        });
        Task? holding = null;
        var texts = new WatchedTexts(8, _ =>
        {
            holding ??= Task.Run(async () => await both.ScoreWithMainModelAsync(others, null, Stop), Stop);
            full.Wait(Stop);
        });

        var error = await Record.ExceptionAsync(async () => Assert.All(await both.ScoreAsync(texts, Stop),
            score => Assert.Equal("sentiment-small", score.DecidedBy!.Name)));
        release.Set();
        await holding!;

        Assert.Null(error);
    }

    [Fact]
    public async Task A_first_model_that_cannot_be_loaded_is_reported_with_its_option()
    {
        var error = await Assert.ThrowsAsync<ModelLoadException>(() =>
            SentimentEngine.LoadAsync(Both with { FirstModel = "/there/is/none" }, Stop));
        Assert.Contains("option FirstModel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cascade_needs_two_loaded_models()
    {
        using var model = SentimentModel.Load(TestModel.Directory);
        Assert.Throws<ArgumentException>(() => new SentimentEngine(model, Both));
    }

    [Fact]
    public void A_single_model_has_no_first_model() => Assert.Null(main.FirstModel);

    [Fact]
    public async Task Models_with_different_labels_are_refused()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        var config = File.ReadAllText(directory.File("config.json")).Replace("POSITIVE", "GOOD", StringComparison.Ordinal);
        File.WriteAllText(directory.File("config.json"), config);

        var error = await Assert.ThrowsAsync<ModelLoadException>(() =>
            SentimentEngine.LoadAsync(Both with { FirstModel = directory.Path }, Stop));

        Assert.Contains("GOOD", error.Message, StringComparison.Ordinal);
        Assert.Contains("FirstModel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_one_name_are_refused_because_results_name_the_one_that_decided()
    {
        using var directory = new TemporaryDirectory();
        var first = Copy(directory, "sentiment-small");

        var error = await Assert.ThrowsAsync<ModelLoadException>(() => SentimentEngine.LoadAsync(Both with { FirstModel = first }, Stop));

        Assert.Contains("is also called sentiment-small", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await main.DisposeAsync();
    }

    private static string Copy(TemporaryDirectory directory, string name)
    {
        var copy = Directory.CreateDirectory(directory.File(name)).FullName;
        foreach (var file in Directory.EnumerateFiles(TestModel.Directory)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static void AssertSame(SentimentScore expected, SentimentScore actual)
    {
        Assert.Equal((expected.Label, expected.Score, expected.Tokens), (actual.Label, actual.Score, actual.Tokens));
        Assert.Equal(expected.Scores, actual.Scores);
    }
}
