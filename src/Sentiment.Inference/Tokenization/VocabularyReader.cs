namespace Sentiment.Inference;

/// <summary>Reads the properties of a vocabulary file that Microsoft.ML.Tokenizers does not expose.</summary>
internal static class VocabularyReader
{
    /// <summary>The ids (line numbers) of the wanted tokens that are in the vocabulary.</summary>
    public static Dictionary<string, int> FindIds(Stream vocabulary, string[] wanted, out int size)
    {
        var ids = new Dictionary<string, int>();
        size = 0;
        using var lines = new StreamReader(vocabulary);
        while (lines.ReadLine() is { } token)
        {
            if (Array.IndexOf(wanted, token) >= 0) ids[token] = size;
            size++;
        }

        return ids;
    }
}
