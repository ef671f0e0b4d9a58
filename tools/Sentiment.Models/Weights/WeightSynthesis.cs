namespace Sentiment.Models;

/// <summary>
/// Seeded random weights. Speed depends only on the sizes, so a model of the real size can be measured without a download.
/// The same seed gives the same weights: <see cref="Random"/> with a seed is stable between .NET versions.
/// </summary>
internal static class WeightSynthesis
{
    // Gives logits as far apart as those of a trained classifier.
    private const float Decided = 4;

    public static ClassifierWeights Create(ModelDimensions geometry, int seed, CancellationToken cancellationToken = default)
    {
        geometry.Validate();
        var random = new Random(seed);
        var (hidden, wide) = (geometry.Hidden, geometry.FeedForward);
        // Weights spread as in a trained model, so that activations keep their size from layer to layer and attention is not flat.
        return new ClassifierWeights(
            geometry,
            Spread(random, geometry.Vocabulary * hidden, 0.05f),
            Spread(random, geometry.Positions * hidden, 0.03f),
            Norm(WeightNames.EmbeddingNorm),
            [.. Enumerable.Range(0, geometry.Layers).Select(i => Layer(WeightNames.Layer(i)))],
            Linear(WeightNames.PreClassifier, hidden, hidden),
            Linear(WeightNames.Classifier, hidden, geometry.Labels, Decided));

        EncoderLayer Layer(string name)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(
                Linear($"{name}.attention.q_lin", hidden, hidden),
                Linear($"{name}.attention.k_lin", hidden, hidden),
                Linear($"{name}.attention.v_lin", hidden, hidden),
                Linear($"{name}.attention.out_lin", hidden, hidden),
                Norm($"{name}.sa_layer_norm"),
                Linear($"{name}.ffn.lin1", hidden, wide),
                Linear($"{name}.ffn.lin2", wide, hidden),
                Norm($"{name}.output_layer_norm"));
        }

        Linear Linear(string name, int from, int to, float gain = 1) =>
            new(name, Spread(random, from * to, gain / MathF.Sqrt(from)), Spread(random, to, 0.02f));

        Norm Norm(string name) => new(name, [.. Spread(random, hidden, 0.1f).Select(value => 0.9f + value)], Spread(random, hidden, 0.02f));
    }

    // The sum of four uniform numbers is nearly normal, has no outliers, and is cheap for 66 million weights.
    private static float[] Spread(Random random, int count, float deviation)
    {
        var values = new float[count];
        var factor = deviation * MathF.Sqrt(3);
        for (var i = 0; i < count; i++)
            values[i] = factor * (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2);
        return values;
    }
}
