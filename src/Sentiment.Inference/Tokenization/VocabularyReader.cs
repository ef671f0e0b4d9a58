namespace Sentiment.Inference;

/// <summary>Reads a vocabulary file: one token per line.</summary>
internal static class VocabularyReader
{
    /// <summary>The ids (line numbers) of all tokens; for a token that occurs twice, the last one, as in the original.</summary>
    public static Dictionary<string, int> Read(Stream vocabulary, out int size)
    {
        var ids = new Dictionary<string, int>(1 << 15); // BERT's has 30,522
        size = 0;
        using var lines = new StreamReader(vocabulary);
        while (lines.ReadLine() is { } token)
            ids[token] = size++;

        return ids;
    }
}
