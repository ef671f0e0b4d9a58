using System.Globalization;
using System.Text;
using Sentiment.Cli.Probing.Drawing;
using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>
/// A world map that colours each country by its positive probability. Several models are drawn one below the other with one scale.
/// </summary>
internal static class WorldMap
{
    private const double Width = 1000, Margin = 20, Head = 64, Foot = 74;
    private const string Unasked = "#d9dce0", Border = "#6b7280";
    private static readonly double Scale = (Width - 2 * Margin) / (2 * EqualEarth.HalfWidth);
    private static readonly double MapHeight = 2 * EqualEarth.HalfHeight * Scale;

    /// <summary>Draws the reports; there must be at least one.</summary>
    public static Picture Draw(IReadOnlyList<CountryReport> reports)
    {
        var block = Head + MapHeight + Foot;
        var picture = new Picture(Width, reports.Count * block, Describe(reports));
        // All models use the widest scale. Each is centred on its own sentence without a country.
        var reach = reports.Max(report => DivergingScale.Around(report.Baseline, report.Countries.Select(value => value.Positive)).Reach);
        for (var i = 0; i < reports.Count; i++)
            DrawOne(picture, reports[i], new DivergingScale(reports[i].Baseline, reach), i * block);
        return picture;
    }

    private static void DrawOne(Picture picture, CountryReport report, DivergingScale scale, double top)
    {
        picture.AddText(Margin, top + 28, 19, $"{report.Model}: how positive is a sentence that names a country?", bold: true);
        picture.AddText(Margin, top + 50, 13,
            Invariant(
                $"“{string.Join("” / “", report.Templates)}”; without a country {report.Baseline:F2}; {Range(report.All, "…")}"));
        var map = top + Head;
        foreach (var shape in WorldData.Embedded.Others)
            picture.Add(new PathMark(PathOf(shape.Rings, map), Unasked, Border, 0.4, shape.Name));
        var values = report.Countries.ToDictionary(value => value.Code);
        // Dots are drawn last, so that small islands are in front of large coasts.
        foreach (var country in WorldData.Embedded.Countries.OrderBy(country => country.Rings.Count == 0))
        {
            var value = values.GetValueOrDefault(country.Code);
            var colour = value is null ? Unasked : scale.ColourOf(value.Positive);
            var title = value is null ? country.Name : Invariant($"{country.Name}: {value.Positive:F3}");
            if (country.Rings.Count > 0)
                picture.Add(new PathMark(PathOf(country.Rings, map), colour, Border, 0.4, title));
            else if (Place(country.Longitude, country.Latitude, map) is var (x, y))
                picture.AddDot(x, y, 3.2, colour, Border, title);
        }

        DrawLegend(picture, scale, map + MapHeight + 14);
    }

    private static void DrawLegend(Picture picture, DivergingScale scale, double top)
    {
        const int steps = 61;
        const double width = 420, height = 14;
        var left = (Width - width) / 2;
        for (var i = 0; i < steps; i++)
        {
            var value = scale.Centre + scale.Reach * (2.0 * i / (steps - 1) - 1);
            // Values outside 0 to 1 stay white: both arms have the same length, but the centre is usually closer to one end.
            if (value is >= 0 and <= 1)
                picture.AddBox(left + i * width / steps, top, width / steps + 0.3, height, scale.ColourOf(value));
        }

        picture.AddLine(left + width / 2, top - 4, left + width / 2, top + height + 4, "#17202c");
        picture.AddText(left + width / 2, top + height + 18, 12, Invariant($"{scale.Centre:F2} without a country"), TextAnchor.Middle);
        picture.AddText(left, top + height + 18, 12,
            Invariant($"{Math.Max(0, scale.Centre - scale.Reach):F2} negative"), TextAnchor.Middle);
        picture.AddText(left + width, top + height + 18, 12,
            Invariant($"{Math.Min(1, scale.Centre + scale.Reach):F2} positive"), TextAnchor.Middle);
        picture.AddText(Width - Margin, top + height + 40, 11,
            "Equal Earth projection; shapes: Natural Earth; dots: too small for a shape; grey: not asked", TextAnchor.End);
    }

    private static string PathOf(IReadOnlyList<double[]> rings, double top)
    {
        var path = new StringBuilder();
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i += 2)
            {
                var (x, y) = Place(ring[i], ring[i + 1], top);
                path.Append(i == 0 ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{x:F1} {y:F1}");
            }

            path.Append('Z');
        }

        return path.ToString();
    }

    private static (double X, double Y) Place(double longitude, double latitude, double top)
    {
        var (x, y) = EqualEarth.Project(longitude, latitude);
        return (Width / 2 + x * Scale, top + MapHeight / 2 - y * Scale);
    }

    private static string Describe(IReadOnlyList<CountryReport> reports) => string.Join(" ", reports.Select(report => Invariant(
        $"World map of {report.Model}: from {Range(report.All, "to")}, without a country {report.Baseline:F2}.")));

    private static FormattableString Range(CountryGroup group, string between) =>
        $"{group.Lowest.Name} {group.Lowest.Positive:F2} {between} {group.Highest.Name} {group.Highest.Positive:F2}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// The Equal Earth projection (Savric, Patterson and Jenny 2018). It preserves areas, so that no country looks larger than it is.
/// </summary>
internal static class EqualEarth
{
    private const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;
    private static readonly double M = Math.Sqrt(3) / 2;

    /// <summary>Half the map's width, in the unit of <see cref="Project"/>.</summary>
    public static double HalfWidth { get; } = Project(180, 0).X;

    /// <summary>Half the map's height, in the same unit.</summary>
    public static double HalfHeight { get; } = Project(0, 90).Y;

    /// <summary>Projects degrees to a plane. The origin is the centre of the map, x points east, y points north.</summary>
    public static (double X, double Y) Project(double longitude, double latitude)
    {
        var theta = Math.Asin(M * Math.Sin(latitude * Math.PI / 180));
        var square = theta * theta;
        var sixth = square * square * square;
        var x = longitude * Math.PI / 180 * Math.Cos(theta) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)));
        return (x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square)));
    }
}
