using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Embeddings;

/// <summary>
/// Skip-gram with negative sampling (Mikolov et al. 2013) over word pieces, in plain vectorised C#. It runs on one thread, so that the same
/// seed gives the same vectors. Lock-free threads would be faster, but their results would differ from run to run.
/// </summary>
internal sealed class SkipGram(int vocabulary, int seed)
{
    public int Dimension { get; init; } = 256;

    public int Window { get; init; } = 5;

    public int Negatives { get; init; } = 5;

    public float LearningRate { get; init; } = 0.03f;

    /// <summary>Tokens more frequent than this share are dropped at random; more frequent tokens are dropped more often.</summary>
    public double Subsample { get; init; } = 2e-4;

    private readonly Random random = new(seed);

    /// <summary>Vectors [vocabulary, <see cref="Dimension"/>], row by row.</summary>
    public float[] Train(TokenizedTexts texts, int epochs, Action<double> progress)
    {
        var input = new float[vocabulary * Dimension];
        var output = new float[vocabulary * Dimension];
        for (var i = 0; i < input.Length; i++) input[i] = (random.NextSingle() - 0.5f) / Dimension;

        var counts = new long[vocabulary];
        for (var t = 0; t < texts.Count; t++)
            foreach (var id in texts.Ids(t))
                counts[id]++;
        var keep = counts.Select(c => c == 0 ? 0 : Math.Sqrt(Subsample * texts.Tokens / c)).ToArray();
        var noise = NoiseTable(counts);
        var gradient = new float[Dimension];
        var kept = new List<int>();
        var total = (double)texts.Tokens * epochs;
        long seen = 0;

        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var t = 0; t < texts.Count; t++)
            {
                kept.Clear();
                foreach (var id in texts.Ids(t))
                    if (random.NextDouble() < keep[id])
                        kept.Add(id);
                seen += texts.Length(t);
                var rate = LearningRate * (float)Math.Max(1 - seen / total, 1e-3);
                TrainSequence(CollectionsMarshal.AsSpan(kept), input, output, noise, gradient, rate);
                if ((t & 0x3FFF) == 0) progress(seen / total);
            }
        }

        return input;
    }

    private void TrainSequence(Span<int> ids, float[] input, float[] output, int[] noise, float[] gradient, float rate)
    {
        for (var centre = 0; centre < ids.Length; centre++)
        {
            var reach = 1 + random.Next(Window);
            for (var other = Math.Max(0, centre - reach); other <= Math.Min(ids.Length - 1, centre + reach); other++)
            {
                if (other == centre) continue;
                var v = input.AsSpan(ids[other] * Dimension, Dimension);
                gradient.AsSpan().Clear();
                Update(v, output.AsSpan(ids[centre] * Dimension, Dimension), gradient, 1, rate);
                for (var n = 0; n < Negatives; n++)
                {
                    var sample = noise[random.Next(noise.Length)];
                    if (sample != ids[centre]) Update(v, output.AsSpan(sample * Dimension, Dimension), gradient, 0, rate);
                }

                for (var i = 0; i < v.Length; i += Vector512<float>.Count)
                    (At(v, i) + At(gradient, i)).StoreUnsafe(ref v[i]);
            }
        }
    }

    private static void Update(Span<float> v, Span<float> u, Span<float> gradient, float target, float rate)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < v.Length; i += Vector512<float>.Count) sum += At(v, i) * At(u, i);
        var score = Math.Clamp(Vector512.Sum(sum), -15f, 15f);
        var step = Vector512.Create(rate * (target - 1 / (1 + MathF.Exp(-score))));
        for (var i = 0; i < v.Length; i += Vector512<float>.Count)
        {
            var old = At(u, i);
            (At(gradient, i) + step * old).StoreUnsafe(ref gradient[i]);
            (old + step * At(v, i)).StoreUnsafe(ref u[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At(ReadOnlySpan<float> span, int index) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(span), (nuint)index);

    private static int[] NoiseTable(long[] counts)
    {
        var table = new int[1 << 22];
        var powers = counts.Select(c => Math.Pow(c, 0.75)).ToArray();
        var total = powers.Sum();
        double reached = 0;
        var next = 0;
        for (var id = 0; id < counts.Length; id++)
        {
            reached += powers[id];
            for (var end = (int)(reached / total * table.Length); next < end; next++) table[next] = id;
        }

        while (next < table.Length) table[next++] = counts.Length - 1;
        return table;
    }
}
