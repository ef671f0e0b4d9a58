using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Sentiment.Inference;

/// <summary>The sentiment of one text.</summary>
/// <param name="Label">
/// The most probable label, as named in <c>id2label</c> of the model's <c>config.json</c>; or <see cref="Undecided"/>.
/// </param>
/// <param name="Score">The softmax probability of the most probable label, between 0 and 1.</param>
/// <param name="Scores">The softmax probability of every label; they sum to 1.</param>
/// <param name="Tokens">How many tokens the complete text has, including [CLS] and [SEP], before truncation.</param>
/// <param name="Truncated">Whether the text was longer than the model's limit, so that only its beginning was scored.</param>
/// <param name="Unknown">How many tokens of the complete text are not in the vocabulary: emoji, words of other scripts.</param>
public sealed record SentimentScore(string Label, float Score, IReadOnlyDictionary<string, float> Scores, int Tokens,
    bool Truncated, int Unknown)
{
    /// <summary>
    /// The one of two models that decided; null if there is only one (<see cref="InferenceOptions.FirstModel"/>). Not part of the JSON.
    /// </summary>
    // As JSON, it would publish the paths of this machine, and read the complete model for its hash.
    [JsonIgnore]
    public ModelInfo? DecidedBy { get; init; }

    /// <summary>The label of a text whose score is below <see cref="InferenceOptions.Undecided"/>.</summary>
    public const string Undecided = ModelConfig.Undecided;

    /// <summary>Whether any word of the text is in the vocabulary. All other texts get the same score, which says nothing.</summary>
    public bool HasKnownWord => Tokens - 2 > Unknown; // [CLS] and [SEP] are always known.
}

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

    /// <summary>Compares labels and probabilities, so that scores with the same content are equal.</summary>
    public override bool Equals(object? obj) =>
        obj is LabelScores other && labels.SequenceEqual(other.Keys) && values.SequenceEqual(other.Values);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in values) hash.Add(value);
        return hash.ToHashCode();
    }
}

/// <summary>Turns logits into a score.</summary>
/// <param name="model">The model, with its labels in the order of the logits.</param>
/// <param name="undecided">The least probability of a label; below it the text is undecided.</param>
/// <param name="isOneOfTwo">Whether scores name the model.</param>
internal sealed class LogitReader(ModelInfo model, double undecided, bool isOneOfTwo)
{
    public int Labels => model.Labels.Count;

    public SentimentScore Score(ReadOnlySpan<float> logits, TokenizedText text)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best]) best = i;
        }

        // Softmax after subtracting the largest logit, so that exp never overflows.
        var sum = 0d;
        foreach (var logit in logits) sum += Math.Exp(logit - logits[best]);
        var probabilities = new float[logits.Length];
        for (var i = 0; i < logits.Length; i++) probabilities[i] = (float)(Math.Exp(logits[i] - logits[best]) / sum);
        var label = probabilities[best] < (float)undecided ? SentimentScore.Undecided : model.Labels[best];
        return new(label, probabilities[best], new LabelScores(model.Labels, probabilities), text.Tokens, text.Truncated, text.Unknown)
        {
            DecidedBy = isOneOfTwo ? model : null,
        };
    }
}
