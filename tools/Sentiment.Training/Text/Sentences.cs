using System.Text.RegularExpressions;

namespace Sentiment.Training.Text;

/// <summary>Cuts reviews into sentences, and drops the markup that IMDB's reviews carry.</summary>
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

    // An end mark, maybe a closing quote or bracket, a blank, and no lower-case letter behind it: "e.g. this" is not cut.
    [GeneratedRegex(@"(?<=[.!?][""')]?)\s+(?![a-z])")]
    private static partial Regex Boundary();
}
