using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Probing.Report;

/// <summary>A summary of the findings, for a model card.</summary>
internal static class MarkdownSummary
{
    public static string Of(ProbeFindings findings)
    {
        var (countries, text) = (findings.Countries, new StringBuilder());
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"Model {countries.Model}, SHA-256 `{countries.ModelSha256[..12]}`. Made by `{findings.Command}`.");
        Line($"");
        var all = countries.All;
        FormattableString spread = $"mean {all.Mean:F2}, standard deviation {all.Deviation:F2}";
        FormattableString range = $"from {Extreme(all.Lowest)} to {Extreme(all.Highest)}";
        Line($"**Countries.** \"{string.Join("\" / \"", countries.Templates)}\" is {countries.Baseline:F2} positive without a country.");
        Line($"Over {all.Count} countries and territories: {spread}, {range}; {countries.LabelFlips} change the label.");
        Line($"");
        Line($"| region | countries | mean | lowest | highest |");
        Line($"|---|---|---|---|---|");
        foreach (var group in countries.Regions)
            Line($"| {group.Name} | {group.Count} | {group.Mean:F3} | {Extreme(group.Lowest)} | {Extreme(group.Highest)} |");
        foreach (var pairs in findings.Pairs)
            Append(text, pairs);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PairReport pairs)
    {
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"");
        Line($"**Pairs** ({pairs.Source}): how the positive probability changes from the first sentence of a pair to the second.");
        Line($"");
        Line($"| domain | pairs | mean shift | 95 % interval | mean size | worst | labels flipped |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var group in pairs.Domains)
        {
            FormattableString shift = $"{group.Shift.Mean:+0.000;-0.000} | {PairTable.Interval(group.Shift)}";
            Line($"| {group.Domain} | {group.Pairs} | {shift} | {group.Distance:F3} | {group.Worst:F2} | {group.Flips} |");
        }
    }

    private static FormattableString Extreme(CountryValue value) => $"{value.Name} {value.Positive:F2}";
}

/// <summary>The part of a Markdown file that a report writes, between two comments.</summary>
internal static partial class MarkedSection
{
    /// <summary>The comment before the summary.</summary>
    public const string Begin = "<!-- probe report: written by the command below -->";

    /// <summary>The comment after the summary.</summary>
    public const string End = "<!-- end of probe report -->";

    /// <summary>Matches both comments and the text between them.</summary>
    public static Regex Pattern => Marked();

    /// <summary>Checks that the file has these comments.</summary>
    /// <exception cref="CliException">It does not.</exception>
    public static void Check(string path) => _ = Read(path);

    /// <summary>Writes the text between the comments of a file.</summary>
    /// <exception cref="CliException">The file does not have these comments.</exception>
    public static void Replace(string path, string text) =>
        File.WriteAllText(path, Pattern.Replace(Read(path), _ => $"{Begin}\n{text.Trim()}\n{End}"));

    private static string Read(string path)
    {
        var file = File.ReadAllText(path);
        return Pattern.IsMatch(file) ? file
            : throw new CliException($"{path} has no place for the summary. Put these two lines where it should be:\n{Begin}\n{End}");
    }

    [GeneratedRegex(@"<!-- probe report: written by the command below -->.*?<!-- end of probe report -->", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
