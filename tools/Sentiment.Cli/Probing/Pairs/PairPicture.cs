using System.Globalization;
using Sentiment.Cli.Probing.Drawing;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>Draws the mean shift of each domain with its interval, and the range of the single pairs.</summary>
internal static class PairPicture
{
    private const double Width = 900, Row = 34, Head = 86, Foot = 56, Left = 230, Right = 40;
    private const string Ink = "#17202c", Faint = "#c6ccd4", Colour = "#1d62be";

    /// <summary>Draws the report's domains.</summary>
    public static Picture Draw(PairReport report)
    {
        List<PairGroup> domains = [.. report.Domains];
        var reach = Math.Max(0.02, domains.Max(group => group.Worst));
        var foot = Head + domains.Count * Row;
        var picture = new Picture(Width, foot + Foot, Describe(report));
        double At(double shift) => Left + (Width - Left - Right) * (shift + reach) / (2 * reach);

        picture.AddText(20, 28, 18, $"{report.Model}: who a sentence is about", bold: true);
        picture.AddText(20, 50, 13,
            $"Change of the positive probability from the first sentence of a pair to the second ({report.Source})");
        foreach (var tick in (double[])[-reach, -reach / 2, 0, reach / 2, reach])
        {
            picture.AddLine(At(tick), Head - 8, At(tick), foot, tick == 0 ? Ink : Faint);
            picture.AddText(At(tick), foot + 18, 12, tick.ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture), TextAnchor.Middle);
        }

        for (var i = 0; i < domains.Count; i++)
            DrawRow(picture, domains[i], Head + (i + 0.5) * Row, At);
        picture.AddText(20, foot + 42, 12,
            "Dot: mean. Thick line: its 95 % interval. Thin line: from the lowest single pair to the highest.");
        return picture;
    }

    private static void DrawRow(Picture picture, PairGroup group, double y, Func<double, double> at)
    {
        var title = string.Create(CultureInfo.InvariantCulture,
            $"{group.Domain}: mean {group.Shift.Mean:+0.0000;-0.0000}, worst {group.Worst:F4}, {group.Flips} of {group.Pairs} labels flip");
        picture.AddText(Left - 16, y + 4, 13, group.Domain, TextAnchor.End);
        picture.AddLine(at(group.Lowest), y, at(group.Highest), y, "#8a94a3", 1.5, title);
        // The mean is always inside the picture, but its interval can be wider than the pairs and is cut at the edges.
        if (group.Shift is { Low: { } low, High: { } high })
            picture.AddLine(Math.Max(Left, at(low)), y, Math.Min(Width - Right, at(high)), y, Colour, 6, title);
        picture.AddDot(at(group.Shift.Mean), y, 5, Colour, "#ffffff", title);
    }

    private static string Describe(PairReport report) =>
        $"Mean shift by domain for {report.Model}: " + string.Join(", ", report.Domains.Select(group =>
        string.Create(CultureInfo.InvariantCulture, $"{group.Domain} {group.Shift.Mean:+0.000;-0.000} (worst {group.Worst:F2})"))) + ".";
}
