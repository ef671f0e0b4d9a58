namespace Sentiment.Cli.Probing.Drawing;

/// <summary>
/// The Equal Earth projection (Savric, Patterson and Jenny 2018): areas are true, so that no country counts for more than its size.
/// </summary>
internal static class EqualEarth
{
    private const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;
    private static readonly double M = Math.Sqrt(3) / 2;

    /// <summary>Half the map's width, in the unit of <see cref="Project"/>.</summary>
    public static double HalfWidth { get; } = Project(180, 0).X;

    /// <summary>Half the map's height, in the same unit.</summary>
    public static double HalfHeight { get; } = Project(0, 90).Y;

    /// <summary>Degrees to a plane whose origin is in the map's middle, x to the east, y to the north.</summary>
    public static (double X, double Y) Project(double longitude, double latitude)
    {
        var theta = Math.Asin(M * Math.Sin(latitude * Math.PI / 180));
        var square = theta * theta;
        var sixth = square * square * square;
        var x = longitude * Math.PI / 180 * Math.Cos(theta) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)));
        return (x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square)));
    }
}
