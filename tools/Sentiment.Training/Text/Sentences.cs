using System.Text.RegularExpressions;

namespace Sentiment.Training.Text;

/// <summary>Splits reviews into sentences, and removes the markup of IMDB's reviews.</summary>
internal static partial class Sentences
{
    public static string WithoutMarkup(string review) => LineBreak().Replace(review, " ");

    public static IEnumerable<string> Of(string review)
    {
        foreach (var sentence in Boundary().Split(WithoutMarkup(review)))
            if (sentence.Length > 3)
                yield return sentence.Trim();
    }

    [GeneratedRegex(@"\s*<br\s*/?>\s*", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    // An end mark, an optional closing quote or bracket, and a blank that no lower-case letter follows: "e.g. this" is not split.
    [GeneratedRegex(@"(?<=[.!?][""')]?)\s+(?![a-z])")]
    private static partial Regex Boundary();
}
