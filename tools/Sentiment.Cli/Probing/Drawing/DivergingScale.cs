namespace Sentiment.Cli.Probing.Drawing;

/// <summary>
/// Colours for probabilities around a centre: orange below, nearly white at the centre, blue above. People with any colour vision can
/// distinguish them. Both arms have the same length, so that equal distances look equally strong.
/// </summary>
/// <param name="Centre">The value without a colour.</param>
/// <param name="Reach">The distance from the centre at which the colour is strongest; more than 0.</param>
internal sealed record DivergingScale(double Centre, double Reach)
{
    // The ends and middles of ColorBrewer's PuOr and RdBu by hue: orange for less, blue for more. Lightness falls steadily on both arms.
    private static readonly (double R, double G, double B)[] Below = [(247, 247, 247), (253, 204, 148), (236, 133, 42), (160, 68, 8)];
    private static readonly (double R, double G, double B)[] Above = [(247, 247, 247), (166, 205, 232), (67, 138, 196), (10, 66, 130)];

    /// <summary>A scale that reaches to the value farthest from the centre.</summary>
    public static DivergingScale Around(double centre, IEnumerable<double> values) =>
        new(centre, Math.Max(0.01, values.Select(value => Math.Abs(value - centre)).DefaultIfEmpty().Max()));

    /// <summary>The colour of a value as <c>#rrggbb</c>. Values beyond the reach get the strongest colour.</summary>
    public string ColourOf(double value)
    {
        var arm = value < Centre ? Below : Above;
        var place = Math.Min(1, Math.Abs(value - Centre) / Reach) * (arm.Length - 1);
        var step = Math.Min(arm.Length - 2, (int)place);
        var (from, to, share) = (arm[step], arm[step + 1], place - step);
        return $"#{Mix(from.R, to.R, share):x2}{Mix(from.G, to.G, share):x2}{Mix(from.B, to.B, share):x2}";
    }

    private static int Mix(double from, double to, double share) => (int)Math.Round(from + (to - from) * share);
}
