using System.Text.Json;

namespace Sentiment.Inference.Tests;

/// <summary>Texts with the token ids that Hugging Face's own library gives for them.</summary>
internal static class GoldenVectors
{
    public static string[] Mismatches(string file, SentimentTokenizer tokenizer, int maxTokens, out int count)
    {
        var lines = File.ReadAllLines(file);
        count = lines.Length;
        return [.. lines.Select(line => Mismatch(line, tokenizer, maxTokens)).OfType<string>()];
    }

    private static string? Mismatch(string line, SentimentTokenizer tokenizer, int maxTokens)
    {
        using var json = JsonDocument.Parse(line);
        var expected = json.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var actual = tokenizer.Encode(json.RootElement.GetProperty("text").GetString()!, maxTokens).Ids;
        return actual.SequenceEqual(expected) ? null : $"{line} but was {string.Join(",", actual)}";
    }
}
