using MathNet.Numerics.Statistics;
using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>The scores of one model for all countries.</summary>
internal sealed record CountryReport
{
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's ONNX file.</summary>
    public required string ModelSha256 { get; init; }

    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>The positive probability without a country, as the mean over the templates.</summary>
    public required double Baseline { get; init; }

    /// <summary>Every country, most positive first.</summary>
    public required IReadOnlyList<CountryValue> Countries { get; init; }

    /// <summary>The mean, spread and extremes over all countries.</summary>
    public CountryGroup All => CountryGroup.Of("World", Countries);

    /// <summary>The same by region, most positive first.</summary>
    public IReadOnlyList<CountryGroup> Regions => Groups(value => value.Region);

    /// <summary>The same by subregion.</summary>
    public IReadOnlyList<CountryGroup> Subregions => Groups(value => value.Subregion);

    /// <summary>How many countries change the label of the sentence without a country.</summary>
    public required int LabelFlips { get; init; }

    /// <summary>Scores every country in every template with a model.</summary>
    public static async Task<CountryReport> MakeAsync(
        ProbedModel model, IReadOnlyList<CountryTemplate> templates, IReadOnlyList<Country> countries, CancellationToken cancellationToken)
    {
        var without = await model.ScoreAsync([.. templates.Select(template => template.Without)], cancellationToken);
        var scores = (await model.ScoreAsync(
            [.. countries.SelectMany(country => templates.Select(template => template.With(country.Name)))], cancellationToken))
            .Chunk(templates.Count).ToList();
        var label = model.Label(without);
        return new CountryReport
        {
            Model = model.Name,
            ModelSha256 = model.Sha256,
            Templates = [.. templates.Select(template => template.ToString())],
            Baseline = without.Average(score => model.Positive(score)),
            LabelFlips = scores.Count(one => model.Label(one) != label),
            Countries = [.. countries.Zip(scores, (country, one) => (Country: country, Values: one.Select(model.Positive).ToArray()))
                .Select(pair => new CountryValue(pair.Country.Name, pair.Country.Code, pair.Country.Region, pair.Country.Subregion,
                    pair.Values.Average(), pair.Values))
                .OrderByDescending(value => value.Positive)],
        };
    }

    private List<CountryGroup> Groups(Func<CountryValue, string> key) => [.. Countries.Where(value => key(value).Length > 0).GroupBy(key)
        .Select(group => CountryGroup.Of(group.Key, [.. group])).OrderByDescending(group => group.Mean)];
}

/// <summary>A summary of the positive probabilities of several countries.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Count">The number of countries.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their population standard deviation.</param>
/// <param name="Lowest">The least positive country.</param>
/// <param name="Highest">The most positive country.</param>
internal sealed record CountryGroup(string Name, int Count, double Mean, double Deviation, CountryValue Lowest, CountryValue Highest)
{
    /// <summary>The distance from the least to the most positive.</summary>
    public double Spread => Highest.Positive - Lowest.Positive;

    /// <summary>Summarizes countries; there must be at least one.</summary>
    public static CountryGroup Of(string name, IReadOnlyList<CountryValue> countries)
    {
        var values = countries.Select(value => value.Positive).ToArray();
        return new(name, countries.Count, values.Mean(), values.PopulationStandardDeviation(), countries.MinBy(value => value.Positive)!,
            countries.MaxBy(value => value.Positive)!);
    }
}

/// <summary>The score of a model for one country.</summary>
/// <param name="Name">The common English name, as used in the sentence.</param>
/// <param name="Code">ISO 3166-1 alpha-3.</param>
/// <param name="Region">The region, roughly the continent.</param>
/// <param name="Subregion">A part of it; may be empty.</param>
/// <param name="Positive">The positive probability, as the mean over the templates.</param>
/// <param name="ByTemplate">The positive probability of each template.</param>
internal sealed record CountryValue(string Name, string Code, string Region, string Subregion, double Positive,
    IReadOnlyList<double> ByTemplate);
