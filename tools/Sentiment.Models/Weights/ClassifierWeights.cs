namespace Sentiment.Models;

/// <summary>A linear layer: x times <paramref name="Weight"/> ([in, out], row by row) plus <paramref name="Bias"/>.</summary>
internal sealed record Linear(string Name, float[] Weight, float[] Bias)
{
    public int Out => Bias.Length;

    public int In => Weight.Length / Bias.Length;

    /// <summary>Combines several layers with the same input into one layer, with their outputs side by side.</summary>
    public static Linear Join(string name, params Linear[] layers)
    {
        var width = layers.Sum(layer => layer.Out);
        var weight = new float[layers[0].In * width];
        for (var (l, left) = (0, 0); l < layers.Length; left += layers[l++].Out)
        {
            for (var row = 0; row < layers[l].In; row++)
                layers[l].Weight.AsSpan(row * layers[l].Out, layers[l].Out).CopyTo(weight.AsSpan(row * width + left));
        }

        return new(name, weight, [.. layers.SelectMany(layer => layer.Bias)]);
    }
}

/// <summary>A layer normalization.</summary>
internal sealed record Norm(string Name, float[] Scale, float[] Bias, float Epsilon = 1e-12f);

/// <summary>One transformer layer.</summary>
internal sealed record EncoderLayer(Linear Query, Linear Key, Linear Value, Linear Output, Norm AttentionNorm, Linear Up,
    Linear Down, Norm OutputNorm);

/// <summary>All weights of a DistilBERT classifier. Tables are stored row by row, with one row for each word or position.</summary>
internal sealed record ClassifierWeights(
    ModelDimensions ModelDimensions, float[] Words, float[] Positions, Norm EmbeddingNorm, EncoderLayer[] Layers,
    Linear PreClassifier, Linear Classifier);
