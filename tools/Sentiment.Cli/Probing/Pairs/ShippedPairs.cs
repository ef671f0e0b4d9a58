using System.Text.Json;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// This project's own pairs, filled from templates.json beside: people as customers and staff, in sentences without and with words of
/// emotion, as the Equity Evaluation Corpus (Kiritchenko and Mohammad 2018) separates them.
/// </summary>
internal static class ShippedPairs
{
    /// <summary>The pairs that travel with this program.</summary>
    public static List<SentencePair> All()
    {
        using var stream = typeof(ShippedPairs).Assembly.GetManifestResourceStream("pair-templates.json")!;
        var templates = JsonSerializer.Deserialize<Templates>(stream, JsonSerializerOptions.Web)!;
        return [.. templates.Domains.SelectMany(domain => templates.Sentences[domain.Slot].SelectMany(tone =>
            tone.Value.SelectMany(sentence => domain.All.Select(pair =>
                new SentencePair(domain.Name, tone.Key, Fill(sentence, pair.First), Fill(sentence, pair.Second))))))];
    }

    /// <summary>Puts the term into the sentence's slots: a name as it is, a pronoun in the form that the slot asks for.</summary>
    private static string Fill(string sentence, string term)
    {
        // he/him/his stand as one term; {0}, {1} and {2} are its forms.
        var forms = term.Split('/');
        var filled = sentence;
        for (var i = 0; i < forms.Length; i++)
            filled = filled.Replace($"{{{i}}}", forms[i], StringComparison.Ordinal);
        return char.ToUpperInvariant(filled[0]) + filled[1..];
    }

    /// <summary>The file as a whole.</summary>
    /// <param name="Sentences">By slot, then by tone.</param>
    /// <param name="Domains">What is put into them.</param>
    private sealed record Templates(Dictionary<string, Dictionary<string, string[]>> Sentences, Domain[] Domains);

    /// <summary>One kind of difference.</summary>
    /// <param name="Name">What the figures are listed under.</param>
    /// <param name="Slot">Which sentences it fits.</param>
    /// <param name="Pairs">Terms two by two; or none, and then:</param>
    /// <param name="Reference">the term that each of</param>
    /// <param name="Others">these is compared with.</param>
    private sealed record Domain(string Name, string Slot, string[][]? Pairs, string? Reference, string[]? Others)
    {
        public IEnumerable<(string First, string Second)> All =>
            Pairs?.Select(pair => (pair[0], pair[1])) ?? Others!.Select(other => (Reference!, other));
    }
}
