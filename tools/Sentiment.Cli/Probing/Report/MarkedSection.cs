using System.Text.RegularExpressions;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The part of a Markdown file that a report writes, between two comments.</summary>
internal static partial class MarkedSection
{
    /// <summary>The first of the comments.</summary>
    public const string Begin = "<!-- probe report: written by the command below -->";

    /// <summary>The second.</summary>
    public const string End = "<!-- end of probe report -->";

    /// <summary>Both with what is between.</summary>
    public static Regex Pattern => Marked();

    /// <summary>Writes the text between the comments of a file.</summary>
    /// <exception cref="CliException">The file has no such comments.</exception>
    public static void Replace(string path, string text)
    {
        var file = File.ReadAllText(path);
        if (!Pattern.IsMatch(file))
            throw new CliException($"{path} has no place for the summary. Put these two lines where it should stand:\n{Begin}\n{End}");
        File.WriteAllText(path, Pattern.Replace(file, _ => $"{Begin}\n{text.Trim()}\n{End}"));
    }

    [GeneratedRegex(@"<!-- probe report: written by the command below -->.*?<!-- end of probe report -->", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
