using System.Text.Json;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// This project's own pairs, made from templates.json in this directory: people as customers and staff, in sentences with and without
/// emotion words, as in the Equity Evaluation Corpus (Kiritchenko and Mohammad 2018).
/// </summary>
internal static class ShippedPairs
{
    /// <summary>The pairs that ship with this program.</summary>
    public static List<SentencePair> All()
    {
        using var stream = typeof(ShippedPairs).Assembly.GetManifestResourceStream("pair-templates.json")!;
        var templates = JsonSerializer.Deserialize<Templates>(stream, JsonSerializerOptions.Web)!;
        return [.. templates.Domains.SelectMany(domain => templates.Sentences[domain.Slot].SelectMany(tone =>
            tone.Value.SelectMany(sentence => domain.All.Select(pair =>
                new SentencePair(domain.Name, tone.Key, Fill(sentence, pair.First), Fill(sentence, pair.Second))))))];
    }

    /// <summary>Fills the slots of a sentence with a term: a name unchanged, a pronoun in the form that the slot needs.</summary>
    private static string Fill(string sentence, string term)
    {
        // he/him/his is one term; {0}, {1} and {2} are its forms.
        var forms = term.Split('/');
        var filled = sentence;
        for (var i = 0; i < forms.Length; i++)
            filled = filled.Replace($"{{{i}}}", forms[i], StringComparison.Ordinal);
        return char.ToUpperInvariant(filled[0]) + filled[1..];
    }

    /// <summary>The whole file.</summary>
    /// <param name="Sentences">The sentences by slot, then by tone.</param>
    /// <param name="Domains">The terms to put into the sentences.</param>
    private sealed record Templates(Dictionary<string, Dictionary<string, string[]>> Sentences, Domain[] Domains);

    /// <summary>One kind of difference.</summary>
    /// <param name="Name">The name of the domain in the figures.</param>
    /// <param name="Slot">The slot, which selects the sentences.</param>
    /// <param name="Pairs">Pairs of terms; null if there is a reference term.</param>
    /// <param name="Reference">The term that all others are compared with, if there are no pairs.</param>
    /// <param name="Others">The terms that are compared with the reference.</param>
    private sealed record Domain(string Name, string Slot, string[][]? Pairs, string? Reference, string[]? Others)
    {
        public IEnumerable<(string First, string Second)> All =>
            Pairs?.Select(pair => (pair[0], pair[1])) ?? Others!.Select(other => (Reference!, other));
    }
}
