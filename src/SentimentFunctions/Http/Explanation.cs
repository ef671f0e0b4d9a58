using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>
/// How much each word of a text changes its score, found by leaving it out (occlusion). It says what the model does without the word, not
/// why. Two words with the same meaning hide each other, and a text with a missing word is not natural.
/// </summary>
/// <param name="Text">The complete text.</param>
/// <param name="Label">The label whose probability the influences change.</param>
/// <param name="Words">The words, or groups of neighbours, with their influence: the label's probability with the word, minus the
/// probability without it.</param>
/// <param name="Complete">Whether the words reach the end of the text; the rest is past the model's limit.</param>
internal sealed record Explanation(string Text, string Label, IReadOnlyList<(TextSpan Span, float Influence)> Words, bool Complete)
{
    /// <summary>Compares the scores of the variants with the score of the complete text.</summary>
    /// <param name="text">The complete text.</param>
    /// <param name="whole">Its score.</param>
    /// <param name="plan">What was scored.</param>
    /// <param name="variants">The scores of the plan's variants, in their order.</param>
    public static Explanation Of(string text, SentimentScore whole, ExplanationPlan plan, IEnumerable<SentimentScore> variants)
    {
        // If the model has other labels, the last one is explained, which by convention is the positive one.
        var label = LabelNames.PositiveOf(whole.Scores.Keys) ?? whole.Scores.Keys.Last();
        return new(text, label, [.. plan.Words.Zip(variants, (word, score) => (word, whole.Scores[label] - score.Scores[label]))],
            plan.Complete);
    }

    /// <summary>Writes it as the member <c>explanation</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("explanation");
        json.WriteString("method", "occlusion");
        json.WriteString("label", Label);
        json.WriteBoolean("complete", Complete);
        json.WriteStartArray("words");
        foreach (var (span, influence) in Words)
        {
            json.WriteStartObject();
            json.WriteString("text", Text.AsSpan(span.Offset, span.Length));
            json.WriteNumber("offset", span.Offset);
            json.WriteNumber("length", span.Length);
            json.WriteNumber("influence", influence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
