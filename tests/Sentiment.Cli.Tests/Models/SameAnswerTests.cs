using FsCheck.Xunit;
using Sentiment.Inference;
using Sentiment.Models;
using Seed = FsCheck.DoNotSize<int>; // An int has 101 different seeds at most, because its size is limited.

namespace Sentiment.Cli.Tests;

/// <summary>The logits of a text are the same bit for bit, in any batch, in any order, on one thread or two.</summary>
public sealed class SameAnswerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Dictionary<(string Variant, int Threads), SentimentModel> models = [];

    public SameAnswerTests()
    {
        var plain = SmallModel.Write(directory, seed: 3);
        foreach (var linear in (ILinearWriter[])[new Fp32Writer(), new Int8Writer()])
        {
            var place = directory.File(linear.Variant);
            ModelOptimizer.Optimize(plain, place, linear, new Bounds(1, 1), ["one text"]);
            foreach (var threads in (int[])[1, 2])
                models[(linear.Variant, threads)] =
                    SentimentModel.Load(place, new InferenceOptions { Threads = threads, BatchTokens = 700 });
        }
    }

    [Property(MaxTest = 30)]
    public bool In_fp32(Seed seed, byte size) => AlwaysTheSame("exact fp32", seed.Item, 1 + size % 40);

    [Property(MaxTest = 30)]
    public bool In_int8(Seed seed, byte size) => AlwaysTheSame("int8 per token", seed.Item, 1 + size % 40);

    private bool AlwaysTheSame(string variant, int seed, int size)
    {
        var texts = ReviewTexts.Mixed(size, seed);
        var shuffled = Enumerable.Range(0, size).ToArray();
        new Random(seed).Shuffle(shuffled);

        var alone = texts.Select(text => models[(variant, 1)].Logits([text])[0]).ToArray();
        var together = models[(variant, 2)].Logits([.. shuffled.Select(i => texts[i])]);
        return shuffled.Index().All(place => together[place.Index].SequenceEqual(alone[place.Item]));
    }

    public void Dispose()
    {
        foreach (var model in models.Values) model.Dispose();
        directory.Dispose();
    }
}
