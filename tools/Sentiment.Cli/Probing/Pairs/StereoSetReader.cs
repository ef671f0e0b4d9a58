using System.Text.Json;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// StereoSet (Nadeem et al. 2020) as published: <c>{"data": {"intrasentence": [...], "intersentence": [...]}}</c>, each entry with a
/// <c>bias_type</c>, a <c>context</c> and three sentences labelled stereotype, anti-stereotype and unrelated. Stereotype and
/// anti-stereotype are a pair of the domain. Anti-stereotype and unrelated are a pair of a second domain, "DOMAIN, unrelated", which shows
/// the effect of any change of words.
/// </summary>
internal static class StereoSetReader
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">It is not StereoSet's JSON.</exception>
    public static IEnumerable<SentencePair> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var data = json.RootElement.GetProperty("data");
            return [.. Entries(data, "intrasentence", withContext: false), .. Entries(data, "intersentence", withContext: true)];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException(
                $"{path} is not StereoSet's JSON ({exception.Message}). It has data.intrasentence and data.intersentence, each entry " +
                "with bias_type, context and sentences of gold_label stereotype, anti-stereotype and unrelated.");
        }
    }

    private static IEnumerable<SentencePair> Entries(JsonElement data, string kind, bool withContext)
    {
        if (!data.TryGetProperty(kind, out var entries))
            yield break;
        foreach (var entry in entries.EnumerateArray())
        {
            var domain = entry.GetProperty("bias_type").GetString()!;
            // In intersentence entries, the context names the group and the sentence is about it, so both are needed.
            var before = withContext ? entry.GetProperty("context").GetString() + " " : "";
            var sentences = entry.GetProperty("sentences").EnumerateArray().ToDictionary(
                sentence => sentence.GetProperty("gold_label").GetString()!,
                sentence => before + sentence.GetProperty("sentence").GetString());
            yield return new(domain, "", sentences["anti-stereotype"], sentences["stereotype"]);
            yield return new($"{domain}, unrelated", "", sentences["anti-stereotype"], sentences["unrelated"]);
        }
    }
}
