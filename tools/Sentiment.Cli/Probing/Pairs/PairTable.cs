using System.Globalization;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>A report about pairs as plain text.</summary>
internal static class PairTable
{
    public static void Write(TextWriter writer, PairReport report)
    {
        void Line(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

        Line($"{report.Model} ({report.ModelSha256[..12]}) on {report.Source}:");
        Line($"change of the positive probability from the first sentence to the second");
        Line($"{"domain",-26} {"tone",-9} {"pairs",6} {"mean",8}  {"95 % interval",-19} {"p",7} {"size",7} {"worst",7} {"flips",6}");
        foreach (var group in report.Groups)
        {
            FormattableString shift = $"{group.Shift.Mean,8:+0.0000;-0.0000} {Interval(group.Shift),-20} {Chance(group.Shift),7}";
            FormattableString size = $"{group.Distance,7:F4} {group.Worst,7:F4} {group.Flips,6}";
            Line($"{group.Domain,-26} {group.Tone,-9} {group.Pairs,6} {shift} {size}");
        }

        Line($"");
        foreach (var pair in report.WorstPairs)
        {
            Line($"{pair.Shift:+0.000;-0.000}  {pair.FirstPositive:F3}  {pair.First}");
            Line($"{"",6}  {pair.SecondPositive:F3}  {pair.Second}");
        }
    }

    /// <summary>The interval as text.</summary>
    public static string Interval(PairedTest test) =>
        test.Low is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{test.Low:+0.0000;-0.0000} {test.High:+0.0000;-0.0000}");

    /// <summary>The p value as text.</summary>
    public static string Chance(PairedTest test) => test.P switch
    {
        null => "",
        < 0.0001 => "<0.0001",
        var p => p.Value.ToString("F4", CultureInfo.InvariantCulture),
    };
}
