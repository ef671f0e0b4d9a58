using System.Globalization;
using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>
/// Recognizes the text column by its name. Names are compared by their words: case, spaces, punctuation, invisible characters, camel
/// case and a plural s make no difference.
/// </summary>
internal static partial class TextColumnNames
{
    /// <summary>Names of this rank or above may mean other things, too. They count only if the rows below agree with the header.</summary>
    public const int Weak = 200;

    /// <summary>Names below this rank are exact matches.</summary>
    public const int Partial = 100;

    /// <summary>A name with more words is a sentence.</summary>
    public const int MostWords = 4;

    /// <summary>The exact names, the best one first.</summary>
    public static readonly string[] Exact =
        ["text", "review", "reviewtext", "reviewbody", "reviewcontent", "body", "comment", "content", "sentence"];

    /// <summary>Words for text, the best one first.</summary>
    public static readonly string[] StrongWords = ["text", "review", "comment", "body", "content", "sentence"];

    /// <summary>Words that may mean other things, too.</summary>
    public static readonly string[] WeakWords =
    [
        "feedback", "message", "verbatim", "tweet", "description", "phrase", "opinion", "remark", "response", "answer",
        "testimonial", "complaint", "statement", "utterance", "post", "reply", "note", "quote",
    ];

    /// <summary>Next to a word for text, these say that the column is about the text: its date, its author, its rating.</summary>
    public static readonly HashSet<string> OtherWords =
    [
        "id", "key", "no", "nr", "number", "num", "count", "total", "index", "order", "position", "hash", "date", "time",
        "timestamp", "day", "month", "year", "at", "created", "updated", "modified", "rating", "score", "star", "rank", "grade",
        "point", "vote", "helpful", "like", "author", "user", "name", "reviewer", "by", "title", "subject", "headline", "heading",
        "summary", "topic", "url", "link", "href", "image", "photo", "lang", "language", "locale", "country", "city", "length",
        "len", "size", "type", "kind", "status", "state", "source", "category", "label", "class", "tag", "flag", "verified",
        "version", "device", "file", "path", "format", "encoding", "embedding", "token", "polarity", "emotion", "email",
    ];

    /// <summary>Words that occur in sentences, but not in column names.</summary>
    public static readonly HashSet<string> Prose =
    [
        "a", "an", "the", "this", "that", "is", "it", "was", "and", "of", "but", "for", "to", "with", "not", "very", "so", "i",
        "love", "hate", "great", "good", "bad", "best", "worst", "nice", "awful", "poor",
    ];

    /// <summary>In a file of one column, only these words may stand next to a word for text, as "Great content" is not a header.</summary>
    public static readonly HashSet<string> Attributes =
    [
        "customer", "user", "guest", "product", "app", "store", "movie", "original", "translated", "full", "raw", "clean",
        "cleaned", "english", "sentiment", "open", "ended", "free", "your", "my", "input",
    ];

    /// <summary>The best names, for messages.</summary>
    public static string Examples => "text, review, review_text, body, comment, content or sentence";

    /// <summary>How good a name is, the lower the better; null if it does not name the text.</summary>
    public static int? Rank(string name)
    {
        var words = Words(name);
        if (Array.IndexOf(Exact, string.Concat(words)) is >= 0 and var place)
            return place;
        if (words.Length > MostWords || words.Any(word => OtherWords.Contains(word) || Prose.Contains(word)) || words is [.., "sentiment"])
            return null;
        return Place(StrongWords, words, Partial) ?? Place(WeakWords, words, Weak);
    }

    /// <summary>The indices of the best names of a row, and their rank; null for none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="mayHoldText">Whether a column may hold the text; null if each may.</param>
    public static (int Rank, int[] Places)? Best(IReadOnlyList<string> row, Func<int, bool>? mayHoldText = null) =>
        row.Select((name, place) => (Rank: Rank(name), Place: place))
            .Where(found => found.Rank is not null && mayHoldText?.Invoke(found.Place) != false)
            .GroupBy(found => found.Rank!.Value, found => found.Place)
            .OrderBy(group => group.Key)
            .Select(group => ((int, int[])?)(group.Key, [.. group]))
            .FirstOrDefault();

    /// <summary>Whether a line is the header of a file of one column.</summary>
    public static bool IsHeaderAlone(string line) =>
        Rank(line) is not null && Words(line).All(word =>
            Exact.Contains(word) || WeakWords.Contains(word) || Attributes.Contains(word) || word.All(char.IsAsciiDigit));

    /// <summary>Whether two names are the same.</summary>
    public static bool Same(string one, string other) =>
        Key(one) == Key(other) && (Key(one).Length > 0 || one.Trim() == other.Trim());

    /// <summary>A name reduced to what is compared.</summary>
    public static string Key(string name) => string.Concat(Words(name));

    /// <summary>A name without its invisible characters.</summary>
    public static string Visible(string name) =>
        string.Concat(name.Where(c => char.GetUnicodeCategory(c) is not UnicodeCategory.Format));

    private static int? Place(string[] names, string[] words, int from) =>
        Array.FindIndex(names, words.Contains) is >= 0 and var place ? from + place : null;

    private static string[] Words(string name) =>
        [.. Word().Matches(Visible(name)).Select(match => Singular(match.Value.ToLowerInvariant()))];

    private static string Singular(string word) =>
        word.Length > 3 && word.EndsWith('s') && word[^2] is not ('s' or 'u' or 'i') ? word[..^1] : word;

    /// <summary>A word of a name.</summary>
    [GeneratedRegex(@"\p{N}+|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{Lt}]+|\p{L}")]
    public static partial Regex Word();
}
