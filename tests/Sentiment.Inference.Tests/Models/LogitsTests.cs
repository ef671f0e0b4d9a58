using FsCheck.Xunit;
using Seed = FsCheck.DoNotSize<int>; // An int has 101 different seeds at most, because its size is limited.

namespace Sentiment.Inference.Tests;

public sealed class LogitsTests : IDisposable
{
    private readonly SentimentModel model = SentimentModel.Load(TestModel.Directory);

    [Property(MaxTest = 25)]
    public bool A_text_has_the_same_logits_alone_and_in_any_batch(Seed seed, byte size)
    {
        var texts = Texts.Random(seed.Item, 1 + size % 24);
        var together = model.Logits(texts);
        return texts.Zip(together)
            .All(pair => pair.Second.Zip(model.Logits([pair.First])[0]).All(logit => Math.Abs(logit.First - logit.Second) <= 1e-4));
    }

    [Fact]
    public void No_texts_have_no_logits() => Assert.Empty(model.Logits([]));

    [Fact]
    public void Threads_may_share_a_model()
    {
        var texts = Texts.Random(7, 16);
        var expected = model.Logits(texts);

        Parallel.For(0, 16, i => Assert.Equal(expected[i], model.Logits([texts[i]])[0], (a, b) => Math.Abs(a - b) <= 1e-4));
    }

    public void Dispose() => model.Dispose();
}
