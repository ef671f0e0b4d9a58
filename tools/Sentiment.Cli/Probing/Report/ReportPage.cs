using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Drawing;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The findings as one self-contained HTML file that can be attached to a review.</summary>
internal static class ReportPage
{
    private const int Extremes = 10;

    public static string Of(ProbeFindings findings)
    {
        var page = new Html();
        page.Raw(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" " +
            $"content=\"width=device-width, initial-scale=1\">");
        page.Element("title", $"Bias report: {findings.Countries.Model}");
        page.Raw($"<style>\n{Style}\n</style>\n</head>\n<body>\n<main>");
        page.Element("h1", $"What {findings.Countries.Model} has learned about countries and people");
        page.Element("p", $"SHA-256 of the model: {findings.Countries.ModelSha256}");
        page.Element("h2", $"What these figures mean, and what they do not").Raw("<ul>");
        foreach (var caveat in ProbeFindings.Caveats)
            page.Element("li", $"{caveat}");
        page.Raw("</ul>");
        AddCountries(page, findings.Countries);
        foreach (var pairs in findings.Pairs)
            AddPairs(page, pairs);
        AddEvaluation(page, findings.Evaluation);
        AddCard(page, findings.Card);
        page.Element("h2", $"How to make this report again").Element("pre", $"{findings.Command}");
        return page.Raw("</main>\n</body>\n</html>").ToString();
    }

    private static void AddCountries(Html page, CountryReport report)
    {
        page.Element("h2", $"Countries");
        var templates = string.Join("” / “", report.Templates);
        page.Element("p", $"The positive probability of “{templates}”, which is {report.Baseline:F3} without a country.");
        FormattableString spread = $"the mean is {report.All.Mean:F3} and the standard deviation {report.All.Deviation:F3}";
        page.Element("p",
            $"Over {report.All.Count} countries and territories {spread}; {report.LabelFlips} of them change the label.");
        page.Raw($"<figure>{WorldMap.Draw([report]).ToSvg()}</figure>");
        string[] headings = ["Group ", "Countries", "Mean", "Deviation", "Lowest ", "Highest "];
        page.Table("Regions", headings, report.Regions.Select(Row));
        page.Raw("<details>").Element("summary", $"By subregion")
            .Table("Subregions", headings, report.Subregions.Select(Row)).Raw("</details>");
        page.Table("The most positive", ["Country ", "Positive", "Change"],
            report.Countries.Take(Extremes).Select(value => Row(value, report)));
        page.Table("The least positive", ["Country ", "Positive", "Change"],
            report.Countries.TakeLast(Extremes).Reverse().Select(value => Row(value, report)));
        page.Raw("<details>").Element("summary", $"All {report.Countries.Count}");
        page.Table("All countries", ["Country ", "Positive", "Change"],
            report.Countries.OrderBy(value => value.Name, StringComparer.Ordinal).Select(value => Row(value, report)));
        page.Raw("</details>");
    }

    private static FormattableString[] Row(CountryGroup group) =>
        [$"{group.Name}", $"{group.Count}", $"{group.Mean:F3}", $"{group.Deviation:F3}", $"{group.Lowest.Name} {group.Lowest.Positive:F3}",
            $"{group.Highest.Name} {group.Highest.Positive:F3}"];

    private static FormattableString[] Row(CountryValue value, CountryReport report) =>
        [$"{value.Name}", $"{value.Positive:F3}", $"{value.Positive - report.Baseline:+0.000;-0.000}"];

    private static void AddPairs(Html page, PairReport report)
    {
        page.Element("h2", $"Pairs: {report.Source}");
        page.Element("p", $"Sentences that differ only in who they are about.");
        page.Element("p", $"How the positive probability changes from the first of a pair to the second.");
        page.Element("p",
            $"p: the chance of such a mean if there were no shift (Student's paired test). Size: the mean shift whichever way.");
        page.Raw($"<figure>{PairPicture.Draw(report).ToSvg()}</figure>");
        page.Table("By domain and tone",
            ["Domain ", "Tone ", "Pairs", "Mean shift", "95 % interval", "p", "Size", "Worst", "Labels flipped"],
            report.Groups.Select(group => (FormattableString[])
            [$"{group.Domain}", $"{group.Tone}", $"{group.Pairs}", $"{group.Shift.Mean:+0.0000;-0.0000}",
                $"{PairTable.Interval(group.Shift)}", $"{PairTable.Chance(group.Shift)}", $"{group.Distance:F4}",
                $"{group.Worst:F4}", $"{group.Flips}"]));
        page.Table("The worst pairs", ["First ", "Positive", "Second ", "Positive", "Shift"],
            report.WorstPairs.Select(pair => (FormattableString[])
            [$"{pair.First}", $"{pair.FirstPositive:F3}", $"{pair.Second}", $"{pair.SecondPositive:F3}", $"{pair.Shift:+0.000;-0.000}"]));
    }

    private static void AddEvaluation(Html page, EvaluationFigures? evaluation)
    {
        page.Element("h2", $"How good it is at its task");
        if (evaluation is null)
        {
            page.Element("p",
                $"Not given. Make the figures with: sentiment evaluate --data FILE --json evaluation.json.");
            page.Element("p", $"Then add --evaluation evaluation.json to the command below.");
            return;
        }

        page.Table($"On {evaluation.Data}, {evaluation.Texts} texts", ["Metric ", "Value", "95 % interval"],
            evaluation.Metrics.Select(metric => (FormattableString[])
            [$"{metric.Key}", $"{metric.Value.Value:F4}", $"{metric.Value.Low:F4} – {metric.Value.High:F4}"]));
    }

    private static void AddCard(Html page, string? card)
    {
        page.Element("h2", $"Limits, in the words of the model's card");
        page.Element(card is null ? "p" : "pre", $"{card ?? "The model's directory has no README.md that says anything about limits."}");
    }

    private const string Style = """
        :root { color-scheme: light; font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #17202c; background: #fff; }
        main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid #c6ccd4; }
        figure { margin: 1rem 0; }
        svg { max-width: 100%; height: auto; }
        .table { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .9rem; }
        caption { text-align: left; font-weight: 600; padding: .25rem 0; }
        th, td { padding: .2rem .7rem .2rem 0; border-bottom: 1px solid #e3e6ea; text-align: left; vertical-align: top; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        pre { white-space: pre-wrap; background: #f4f5f7; padding: .8rem; border-radius: 8px; }
        summary { cursor: pointer; font-weight: 600; }
        """;
}
