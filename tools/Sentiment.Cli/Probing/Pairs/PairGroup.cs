namespace Sentiment.Cli.Probing.Pairs;

/// <summary>The figures of several pairs.</summary>
/// <param name="Domain">What the difference is in.</param>
/// <param name="Tone">The sentences' tone, or "all".</param>
/// <param name="Pairs">How many there are.</param>
/// <param name="Shift">The mean shift with its paired test; above 0, the second of the pairs is more positive.</param>
/// <param name="Distance">The mean size of the shift, whichever way.</param>
/// <param name="Lowest">The shift farthest down.</param>
/// <param name="Highest">The shift farthest up.</param>
/// <param name="Flips">How many pairs have two labels.</param>
internal sealed record PairGroup(string Domain, string Tone, int Pairs, PairedTest Shift, double Distance, double Lowest,
    double Highest, int Flips)
{
    /// <summary>The tone that stands for all of them.</summary>
    public const string AllTones = "all";

    /// <summary>The size of the largest shift.</summary>
    public double Worst => Math.Max(-Lowest, Highest);

    /// <summary>Sums pairs up; there must be at least one.</summary>
    public static PairGroup Of(string domain, string tone, IReadOnlyCollection<ScoredPair> pairs) => new(
        domain,
        tone,
        pairs.Count,
        PairedTest.Of([.. pairs.Select(pair => pair.Shift)]),
        pairs.Average(pair => Math.Abs(pair.Shift)),
        pairs.Min(pair => pair.Shift),
        pairs.Max(pair => pair.Shift),
        pairs.Count(pair => pair.Flips));
}
