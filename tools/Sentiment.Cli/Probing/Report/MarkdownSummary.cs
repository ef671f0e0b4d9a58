using System.Globalization;
using System.Text;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The findings in short, for a model card.</summary>
internal static class MarkdownSummary
{
    public static string Of(ProbeFindings findings)
    {
        var (countries, text) = (findings.Countries, new StringBuilder());
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"Model {countries.Model}, SHA-256 `{countries.ModelSha256[..12]}`. Made by `{findings.Command}`.");
        Line($"");
        Line($"**Countries.** \"{string.Join("\" / \"", countries.Templates)}\" is {countries.Baseline:F2} positive without a country. Over {countries.All.Count} countries and territories: mean {countries.All.Mean:F2}, standard deviation {countries.All.Deviation:F2}, from {countries.All.Lowest.Name} ({countries.All.Lowest.Positive:F2}) to {countries.All.Highest.Name} ({countries.All.Highest.Positive:F2}); {countries.LabelFlips} turn the label.");
        Line($"");
        Line($"| region | countries | mean | lowest | highest |");
        Line($"|---|---|---|---|---|");
        foreach (var group in countries.Regions)
            Line($"| {group.Name} | {group.Count} | {group.Mean:F3} | {group.Lowest.Name} {group.Lowest.Positive:F2} | {group.Highest.Name} {group.Highest.Positive:F2} |");
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
            Line($"| {group.Domain} | {group.Pairs} | {group.Shift.Mean:+0.000;-0.000} | {PairTable.Interval(group.Shift)} | {group.Distance:F3} | {group.Worst:F2} | {group.Flips} |");
    }
}
