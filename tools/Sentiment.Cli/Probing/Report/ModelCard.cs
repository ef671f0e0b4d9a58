using System.Text.RegularExpressions;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The README.md beside a model: its card.</summary>
internal static partial class ModelCard
{
    /// <summary>
    /// What the card says about the model's limits: the sections whose heading says so, else the lines that do; null for none.
    /// </summary>
    public static string? Limits(string directory)
    {
        var path = Path.Combine(directory, "README.md");
        if (!File.Exists(path))
            return null;
        // The part that an earlier report wrote is not part of the card.
        var card = MarkedSection.Pattern.Replace(File.ReadAllText(path), "").ReplaceLineEndings("\n");
        var sections = Section().Matches(card).Where(section => AboutLimits().IsMatch(section.Groups[1].Value))
            .Select(section => section.Value.Trim()).ToList();
        if (sections.Count == 0)
            sections = [.. card.Split('\n').Where(line => AboutLimits().IsMatch(line)).Select(line => line.Trim())];
        return sections.Count == 0 ? null : string.Join("\n\n", sections);
    }

    [GeneratedRegex(@"^#{1,4}\s+(.*)\n(?:(?!#{1,4}\s).*(?:\n|\z))*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"limit|bias|weakness|risk|caveat|intended|not for|out of scope", RegexOptions.IgnoreCase)]
    private static partial Regex AboutLimits();
}
