using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Models;

/// <summary>
/// Initializes a transformer as a convolution: most heads of its first layer attend to one neighbour each (soft convolutional inductive
/// biases, d'Ascoli et al. 2021). Training can change all of it, but a small data set hardly teaches word order from scratch.
/// </summary>
/// <remarks>
/// The last columns of the embeddings are reserved for positions, as cosines and sines of several frequencies; words start with zeros
/// there. Rotating a query's waves by an offset gives the waves of the neighbour at that offset, so the query matches that neighbour and
/// hardly any other position.
/// </remarks>
internal static class LocalAttention
{
    // Heads beyond these keep their random initial weights.
    private static readonly int[] Offsets = [-1, 0, 1, -2, 2, -3, 3];

    // The attention score of the wanted neighbour. The scores of the others are near 0.
    private const double Sharpness = 8;

    /// <param name="model">A network with random initial weights.</param>
    /// <param name="words">Word vectors [words, at least the width less <see cref="Columns"/>], the most important columns last.</param>
    /// <param name="deviation">The standard deviation of the values of words and positions.</param>
    /// <param name="seed">Seeds the random frequencies.</param>
    public static void Start(DistilBertClassifier model, Tensor words, double deviation, int seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (shape, columns) = (model.Shape, Columns(model.Shape));
        var frequencies = Frequencies(columns / 2, seed);

        model.Words.zero_();
        model.Words.narrow(1, 0, words.shape[1]).copy_(words);
        model.Positions.zero_();
        model.Positions.narrow(1, shape.Width - columns, columns)
            .copy_(Waves(shape.Positions, frequencies) * (deviation * Math.Sqrt(2)));

        // The layer norm brings each wave to about sqrt(2), so a match of all of them sums to the number of columns.
        var gain = Math.Sqrt(Sharpness / Math.Sqrt(columns));
        for (var head = 0; head < Math.Min(Offsets.Length, shape.Heads); head++)
        {
            Fill(model.FirstQuery, head, Turn(frequencies, Offsets[head]) * gain);
            Fill(model.FirstKey, head, eye(columns) * gain);
        }

        void Fill(Tensor weight, int head, Tensor values)
        {
            var rows = weight.narrow(0, head * columns, columns);
            rows.zero_();
            rows.narrow(1, shape.Width - columns, columns).copy_(values);
        }
    }

    /// <summary>The number of columns for positions: the width of a head, two for each frequency.</summary>
    public static int Columns(DistilBertConfig shape) => shape.Width / shape.Heads;

    // One random frequency in each part of the range. Evenly spaced frequencies would all repeat at the same distance.
    private static double[] Frequencies(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(f => Math.PI * (f + random.NextDouble()) / count)];
    }

    // [positions, 2 x frequencies]: cosine, sine, cosine, sine ...
    private static Tensor Waves(int positions, double[] frequencies)
    {
        var angles = outer(arange(positions, dtype: ScalarType.Float32), torch.tensor(frequencies, dtype: ScalarType.Float32));
        return stack([angles.cos(), angles.sin()], 2).flatten(1);
    }

    // cos(w(p+o)) = cos(wp)cos(wo) - sin(wp)sin(wo); sin(w(p+o)) = cos(wp)sin(wo) + sin(wp)cos(wo)
    private static Tensor Turn(double[] frequencies, int offset) => block_diag([.. frequencies.Select(w =>
    {
        var (sine, cosine) = Math.SinCos(w * offset);
        return torch.tensor([(float)cosine, (float)-sine, (float)sine, (float)cosine], [2, 2]);
    })]);
}
