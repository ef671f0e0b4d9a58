using System.Globalization;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>Reports about countries as plain text.</summary>
internal static class CountryTable
{
    /// <summary>Writes the summary of each model, then every country with the models side by side.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<CountryReport> reports)
    {
        void Line(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

        foreach (var report in reports)
        {
            var all = report.All;
            Line($"{report.Model} ({report.ModelSha256[..12]}): {string.Join(" / ", report.Templates)}");
            FormattableString spread = $"mean {all.Mean:F3}, deviation {all.Deviation:F3}, spread {all.Spread:F3}";
            Line($"without a country {report.Baseline:F3}; {all.Count} countries: {spread}, {report.LabelFlips} change the label");
            Line($"{"",-26} {"count",5} {"mean",6} {"dev.",6}  lowest ... highest");
            foreach (var group in report.Regions)
            {
                FormattableString lowest = $"{group.Lowest.Name} {group.Lowest.Positive:F3}";
                FormattableString highest = $"{group.Highest.Name} {group.Highest.Positive:F3}";
                Line($"{group.Name,-26} {group.Count,5} {group.Mean,6:F3} {group.Deviation,6:F3}  {lowest} ... {highest}");
            }

            Line($"");
        }

        var others = reports.Skip(1).Select(report => report.Countries.ToDictionary(value => value.Code, value => value.Positive)).ToList();
        Line($"{"country",-40} {string.Join(' ', reports.Select(report => $"{Short(report.Model),16}"))}");
        foreach (var value in reports[0].Countries)
        {
            var more = others.Select(other => string.Create(CultureInfo.InvariantCulture, $" {other[value.Code],16:F4}"));
            Line($"{value.Name,-40} {value.Positive,16:F4}{string.Concat(more)}");
        }
    }

    private static string Short(string name) => name.Length <= 16 ? name : name[..15] + "…";
}
