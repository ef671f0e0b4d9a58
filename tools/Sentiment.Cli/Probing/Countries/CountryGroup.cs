using MathNet.Numerics.Statistics;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>The positive probabilities of several countries, in short.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Count">How many countries it has.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, as of a whole population.</param>
/// <param name="Lowest">The least positive.</param>
/// <param name="Highest">The most positive.</param>
internal sealed record CountryGroup(string Name, int Count, double Mean, double Deviation, CountryValue Lowest, CountryValue Highest)
{
    /// <summary>From the least to the most positive.</summary>
    public double Spread => Highest.Positive - Lowest.Positive;

    /// <summary>Sums countries up; there must be at least one.</summary>
    public static CountryGroup Of(string name, IReadOnlyList<CountryValue> countries)
    {
        var values = countries.Select(value => value.Positive).ToArray();
        return new(name, countries.Count, values.Mean(), values.PopulationStandardDeviation(), countries.MinBy(value => value.Positive)!,
            countries.MaxBy(value => value.Positive)!);
    }
}
