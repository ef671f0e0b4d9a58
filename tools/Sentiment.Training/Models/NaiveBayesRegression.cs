using Sentiment.Training.Tokens;

namespace Sentiment.Training.Models;

/// <summary>
/// A teacher of another kind: logistic regression over hashed 1-3-grams scaled by their naive Bayes log-count ratio (Wang and Manning 2012).
/// It learns in seconds, and its mistakes are not the networks'.
/// </summary>
internal sealed class NaiveBayesRegression
{
    private const int Buckets = 1 << 22;
    private readonly float[] _weights = new float[Buckets];
    private readonly float[] _squares = new float[Buckets];
    private float _bias;

    public int MaxGram { get; init; } = 3;

    public float LearningRate { get; init; } = 0.05f;

    public float Decay { get; init; } = 1e-5f;

    public void Train(TokenizedTexts texts, int epochs, int seed)
    {
        var ratios = Ratios(texts);
        ratios.CopyTo(_weights, 0);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var random = new Random(seed);
        var features = new List<int>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            var rate = LearningRate * (1 - epoch / (float)epochs);
            foreach (var index in order)
            {
                Features(texts.Ids(index), features);
                var norm = 1 / MathF.Sqrt(features.Count);
                var error = texts.Positive[index] - 1 / (1 + MathF.Exp(-Score(features, norm)));
                _bias += 0.01f * rate * error;
                foreach (var f in features)
                {
                    // The weight of a feature is its ratio times what is learned, so rare n-grams of no clear side hardly move.
                    var slope = error * norm * MathF.Abs(ratios[f]) - Decay * (_weights[f] - ratios[f]);
                    _squares[f] += slope * slope;
                    _weights[f] += rate * slope / (MathF.Sqrt(_squares[f]) + 1e-4f);
                }
            }
        }
    }

    /// <summary>Log-odds of being positive.</summary>
    public float Margin(ReadOnlySpan<int> ids)
    {
        var features = new List<int>();
        Features(ids, features);
        return Score(features, 1 / MathF.Sqrt(features.Count));
    }

    public float[] Margins(TokenizedTexts texts) => [.. Enumerable.Range(0, texts.Count).Select(i => Margin(texts.Ids(i)))];

    private float Score(List<int> features, float norm)
    {
        float sum = 0;
        foreach (var f in features) sum += _weights[f];
        return _bias + sum * norm;
    }

    private float[] Ratios(TokenizedTexts texts)
    {
        var (positive, negative) = (new float[Buckets], new float[Buckets]);
        var features = new List<int>();
        for (var i = 0; i < texts.Count; i++)
        {
            Features(texts.Ids(i), features);
            foreach (var f in features)
            {
                positive[f] += texts.Positive[i];
                negative[f] += 1 - texts.Positive[i];
            }
        }

        var (sumPositive, sumNegative) = (positive.Sum(), negative.Sum());
        return [.. positive.Zip(negative, (p, n) => MathF.Log((p + 1) / (n + 1) * ((sumNegative + 1) / (sumPositive + 1))))];
    }

    // Distinct n-grams: being there counts, not how often.
    private void Features(ReadOnlySpan<int> ids, List<int> features)
    {
        features.Clear();
        for (var start = 0; start < ids.Length; start++)
        {
            var hash = 2166136261u;
            for (var n = 0; n < MaxGram && start + n < ids.Length; n++)
            {
                hash = (hash ^ (uint)(ids[start + n] + 1)) * 0x9E3779B1u;
                hash ^= hash >> 15;
                features.Add((int)(hash & (Buckets - 1)));
            }
        }

        features.Sort();
        var kept = 0;
        for (var i = 0; i < features.Count; i++)
            if (i == 0 || features[i] != features[i - 1])
                features[kept++] = features[i];
        features.RemoveRange(kept, features.Count - kept);
    }
}
