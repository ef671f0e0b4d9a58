using System.Globalization;

namespace Sentiment.Csv;

/// <summary>Finds evidence that the lines of a file are rows of a table with an unusual delimiter.</summary>
internal static class UnknownDelimiter
{
    /// <summary>No review holds these in every line.</summary>
    public static readonly string[] Rare = ["^", "~", "¦", "§", "¬", "¶", "þ", "::"];

    /// <summary>The delimiter that the lines seem to have, in readable form; null for none.</summary>
    public static string? Find(string sample)
    {
        string[] lines = [.. sample.Split('\n', '\r').Where(line => !string.IsNullOrWhiteSpace(line)).Take(50)];
        if (lines.Length == 0)
            return null;
        var controls = lines[0].Where(c => char.IsControl(c) && c != '\t').Select(c => c.ToString());
        var found = lines.Length == 1 ? null
            : controls.Concat(Rare).FirstOrDefault(sign => lines.All(line => line.Contains(sign, StringComparison.Ordinal)));
        return found is null ? InHeader(lines) : Shown(found);
    }

    /// <summary>
    /// The character that is in every line and, in the first line, separates names, at least one of which is an exact name of the text;
    /// null for none.
    /// </summary>
    private static string? InHeader(string[] lines)
    {
        foreach (var sign in lines[0].Where(c => !char.IsLetterOrDigit(c) && !" _-.'\"".Contains(c)).Distinct())
        {
            var names = lines[0].Split(sign);
            if (!names.Any(string.IsNullOrWhiteSpace) && names.Any(IsTextName) && lines.All(line => line.Contains(sign)))
                return Shown(sign.ToString());
        }

        var columns = lines[0].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return columns.Length > 1 && columns.Any(IsTextName) ? "several spaces" : null;
    }

    private static bool IsTextName(string name) => TextColumnNames.Rank(name) < TextColumnNames.Partial;

    private static string Shown(string sign) =>
        sign.Length == 1 && char.IsControl(sign[0]) ? $"\\u{((int)sign[0]).ToString("X4", CultureInfo.InvariantCulture)}" : sign;
}
