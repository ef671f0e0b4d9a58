using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Sentiment.Inference;

/// <summary>The probability of each label, in the model's order. A dictionary that needs only two references and an array.</summary>
internal sealed class LabelScores(IReadOnlyList<string> labels, float[] values) : IReadOnlyDictionary<string, float>
{
    public int Count => values.Length;

    public IEnumerable<string> Keys => labels;

    public IEnumerable<float> Values => values;

    public float this[string key] =>
        TryGetValue(key, out var value) ? value
            : throw new KeyNotFoundException($"There is no label '{key}', only {string.Join(", ", labels)}.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        for (var i = 0; i < values.Length; i++)
        {
            value = values[i];
            if (labels[i] == key) return true;
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, float>> GetEnumerator()
    {
        for (var i = 0; i < values.Length; i++) yield return new(labels[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
