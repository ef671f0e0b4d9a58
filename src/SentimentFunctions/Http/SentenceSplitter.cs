namespace SentimentFunctions.Http;

/// <summary>
/// Splits a text into sentences: at line breaks, and after <c>. ! ? …</c> (with closing quotes and brackets) before a space that no
/// lower-case letter follows, unless the word before is a common abbreviation. Simple on purpose: a wrong split only gives the score of a
/// fragment.
/// </summary>
internal static class SentenceSplitter
{
    private static readonly HashSet<string> Abbreviations = new(
        ["mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "no", "jr", "sr", "approx", "dept", "inc", "ltd"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The sentences, in order, without the space around them.</summary>
    public static List<TextSpan> Split(string text)
    {
        var sentences = new List<TextSpan>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r')
            {
                Add(i);
            }
            else if (text[i] is '.' or '!' or '?' or '…')
            {
                var end = i + 1;
                while (end < text.Length && text[end] is '.' or '!' or '?' or '…' or '"' or '\'' or ')' or ']' or '”' or '’')
                    end++;
                if (end == text.Length || (EndsSentence(text, end) && !IsAbbreviation(text.AsSpan(start, i - start), text[i])))
                    Add(end);
                i = end - 1;
            }
        }

        Add(text.Length);
        return sentences;

        void Add(int end)
        {
            var body = text.AsSpan(start, end - start);
            var trimmed = body.TrimStart();
            if (!trimmed.IsWhiteSpace())
                sentences.Add(new(start + body.Length - trimmed.Length, trimmed.TrimEnd().Length));
            start = end;
        }
    }

    private static bool EndsSentence(string text, int end)
    {
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        return next > end && (next == text.Length || !char.IsLower(text[next]));
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> before, char terminator)
    {
        var start = before.Length;
        while (start > 0 && !char.IsWhiteSpace(before[start - 1]))
            start--;
        // Quotes and brackets open before the word.
        while (start < before.Length && !char.IsLetterOrDigit(before[start]))
            start++;
        var word = before[start..];
        return terminator == '.' && (Abbreviations.Contains(word.ToString()) || (word.Length == 1 && char.IsUpper(word[0])));
    }
}

/// <summary>A part of a text, in UTF-16 code units, as C# and JavaScript count.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct TextSpan(int Offset, int Length);
