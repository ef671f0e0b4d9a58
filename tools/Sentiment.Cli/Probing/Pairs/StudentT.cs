namespace Sentiment.Cli.Probing.Pairs;

/// <summary>Student's t distribution, for the paired test.</summary>
internal static class StudentT
{
    /// <summary>The probability of a |t| at least this large by chance, with that many degrees of freedom.</summary>
    public static double TwoSided(double t, double degrees) => IncompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

    /// <summary>The t that is exceeded in size with this probability.</summary>
    public static double Critical(double probability, double degrees)
    {
        var (low, high) = (0.0, 1e4);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (TwoSided(middle, degrees) > probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>
    /// The regularized incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8, evaluated after Lentz).
    /// </summary>
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast on this side only; the function's symmetry gives the other.
        if (x > (a + 1) / (a + b + 2)) return 1 - IncompleteBeta(1 - x, b, a);
        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) - LogBeta(a, b)) / a;
        var (value, c, d) = (1.0, 1.0, 0.0);
        for (var i = 0; i < 500; i++)
        {
            var m = i / 2;
            var term = i == 0 ? 1 : i % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Guard(1 + term * d);
            c = Guard(1 + term / c);
            value *= c * d;
            if (Math.Abs(1 - c * d) < 1e-14) break;
        }

        return front * (value - 1);
    }

    private static double Guard(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>Stirling's series, after moving the argument to where it is exact to a double.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++) shift -= Math.Log(x);
        var inverse = 1 / (x * x);
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI)
            + (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
    }
}
