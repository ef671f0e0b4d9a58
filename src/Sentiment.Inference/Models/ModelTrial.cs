namespace Sentiment.Inference;

/// <summary>Runs a few texts when a model is loaded, so that a graph that would fail or give wrong answers later is refused.</summary>
internal static class ModelTrial
{
    // Different lengths, so that texts are padded when they run together.
    private const int Short = 3, Middle = 12;

    // Rounding differs by less, quantization by more. Neighbouring numbers of 16 bits differ by 0.004 between 4 and 8.
    private const float Rounding = 1e-3f, HalfRounding = 1e-2f;

    /// <summary>Runs the trial.</summary>
    /// <param name="session">The session.</param>
    /// <param name="vocabularySize">The number of tokens in the vocabulary.</param>
    /// <param name="maxTokens">The longest input.</param>
    /// <returns>
    /// Whether a text has the same logits alone and in a batch. It does not if the graph quantizes activations per batch (dynamic int8
    /// exports), or if it ignores the attention mask.
    /// </returns>
    /// <exception cref="FormatException">The graph cannot be used; the message says why, and what to do.</exception>
    public static bool IsBatchInvariant(ClassifierSession session, int vocabularySize, int maxTokens)
    {
        int[][] texts = [Text(Short, 7), Text(Math.Min(Middle, maxTokens), 11), Text(Short, 13)];
        var alone = texts.SelectMany(text => Run($"a text with the last id of the vocabulary, {vocabularySize - 1}", text)).ToArray();
        Run($"a text of {maxTokens} tokens, the longest that config.json and tokenizer_config.json allow", Text(maxTokens, 17));
        var together = Run("several texts together", texts);
        return alone.Zip(together).All(pair => Math.Abs(pair.First - pair.Second) <= (session.IsHalf ? HalfRounding : Rounding));

        // Different ids, the last one first.
        int[] Text(int length, int step) =>
            [.. Enumerable.Range(0, length).Select(place => vocabularySize - 1 - (int)((long)place * step % vocabularySize))];

        float[] Run(string what, params int[][] texts)
        {
            var logits = new float[texts.Length * session.Labels];
            try
            {
                session.Run(texts, logits);
            }
            catch (Exception exception)
            {
                throw new FormatException($"it fails on {what}: {exception.Message}", exception);
            }

            return Array.TrueForAll(logits, float.IsFinite)
                ? logits
                : throw new FormatException($"its logits for {what} are not finite numbers. Export the model again.");
        }
    }
}
