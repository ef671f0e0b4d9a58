using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Models;

/// <summary>
/// Lets a transformer start as a convolution: most heads of its first layer look at one neighbour each (soft convolutional inductive
/// biases, d'Ascoli et al. 2021). Training may change all of it, but little data hardly teaches word order from nothing.
/// </summary>
/// <remarks>
/// The last columns of the embeddings are kept for positions, as cosines and sines of several frequencies; words start with zeros there. A
/// query's waves turned by an offset are those of its neighbour, so the two meet there and hardly anywhere else.
/// </remarks>
internal static class LocalAttention
{
    // The heads beyond these start as they are.
    private static readonly int[] Offsets = [-1, 0, 1, -2, 2, -3, 3];

    // The attention score of the wanted neighbour; of others it is near 0.
    private const double Sharpness = 8;

    /// <param name="model">A network at its random start.</param>
    /// <param name="words">Word vectors [words, at least the width less <see cref="Columns"/>], the most important columns last.</param>
    /// <param name="deviation">Of the words' and positions' values.</param>
    /// <param name="seed">Of the frequencies.</param>
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

    /// <summary>Columns for positions: as many as a head is wide, two a frequency.</summary>
    public static int Columns(DistilBertConfig shape) => shape.Width / shape.Heads;

    // One in each part of the range, at random: evenly spaced ones would all come round again at the same distance.
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
