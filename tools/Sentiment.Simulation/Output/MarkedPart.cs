namespace Sentiment.Simulation.Output;

/// <summary>A part of a document that is written by a command: what stands between two marks.</summary>
internal static class MarkedPart
{
    /// <summary>The text with one part replaced: the part between <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.</summary>
    /// <exception cref="FormatException">The text has no such part.</exception>
    public static string Replace(string text, string name, string part)
    {
        var (begin, end) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new FormatException($"The document has no part between {begin} and {end}.");
        return $"{text[..(from + begin.Length)]}\n\n{part.Trim()}\n\n{text[to..]}";
    }
}
