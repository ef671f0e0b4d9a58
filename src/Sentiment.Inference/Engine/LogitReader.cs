namespace Sentiment.Inference;

/// <summary>Turns logits into a score.</summary>
internal static class LogitReader
{
    public static SentimentScore Score(IReadOnlyList<string> labels, ReadOnlySpan<float> logits, TokenizedText text)
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
        return new(labels[best], probabilities[best], new LabelScores(labels, probabilities), text.Tokens, text.Truncated, text.Unknown);
    }
}
