using System.Text.RegularExpressions;

namespace Sentiment.Training.Text;

/// <summary>
/// Converts between the Penn Treebank's spacing, which SST keeps ("do n't", "-lrb-", "``"), and the way people write ("don't", "(", a
/// quote), so that a model can learn both from either.
/// </summary>
internal static partial class TreebankSpacing
{
    /// <summary>"it 's a charmer , is n't it ?" becomes "it's a charmer, isn't it?".</summary>
    public static string Join(string text)
    {
        text = text.Replace("-lrb-", "(", StringComparison.OrdinalIgnoreCase).Replace("-rrb-", ")", StringComparison.OrdinalIgnoreCase)
            .Replace("\\/", "/", StringComparison.Ordinal);
        text = Quotes().Replace(text, "\"");
        text = Contractions().Replace(text, "$1");
        text = BeforeClosing().Replace(text, "$1");
        return AfterOpening().Replace(text, "$1");
    }

    /// <summary>"don't" becomes "do n't": the only Treebank convention that changes a text's word pieces.</summary>
    public static string Split(string text) => Negation().Replace(text, "$1 n't");

    [GeneratedRegex("``|''|` `|' '")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"\s+(n't|'(?:s|re|ve|ll|d|m))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contractions();

    [GeneratedRegex(@"\s+([,.;:!?%)])")]
    private static partial Regex BeforeClosing();

    [GeneratedRegex(@"([($])\s+")]
    private static partial Regex AfterOpening();

    [GeneratedRegex(@"(\w)n't\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
