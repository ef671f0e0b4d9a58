using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>The scores of one model for all countries.</summary>
internal sealed record CountryReport
{
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's ONNX file.</summary>
    public required string ModelSha256 { get; init; }

    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>The positive probability without a country; the mean over the templates.</summary>
    public required double Baseline { get; init; }

    /// <summary>Every country, most positive first.</summary>
    public required IReadOnlyList<CountryValue> Countries { get; init; }

    /// <summary>The mean, spread and extremes of all of them.</summary>
    public CountryGroup All => CountryGroup.Of("World", Countries);

    /// <summary>The same by region, most positive first.</summary>
    public IReadOnlyList<CountryGroup> Regions => Groups(value => value.Region);

    /// <summary>The same by subregion.</summary>
    public IReadOnlyList<CountryGroup> Subregions => Groups(value => value.Subregion);

    /// <summary>How many countries change the label that the sentence has without one.</summary>
    public int LabelFlips => Countries.Count(value => value.Positive >= 0.5 != Baseline >= 0.5);

    /// <summary>Scores every country in every template with a model.</summary>
    public static async Task<CountryReport> MakeAsync(
        ProbedModel model, IReadOnlyList<CountryTemplate> templates, IReadOnlyList<Country> countries, CancellationToken cancellationToken)
    {
        var baselines = await model.PositiveAsync([.. templates.Select(template => template.Without)], cancellationToken);
        var values = await model.PositiveAsync(
            [.. countries.SelectMany(country => templates.Select(template => template.With(country.Name)))], cancellationToken);
        return new CountryReport
        {
            Model = model.Name,
            ModelSha256 = model.Sha256,
            Templates = [.. templates.Select(template => template.ToString())],
            Baseline = baselines.Average(),
            Countries = [.. countries.Zip(values.Chunk(templates.Count))
                .Select(pair => new CountryValue(pair.First.Name, pair.First.Code, pair.First.Region, pair.First.Subregion,
                    pair.Second.Average(), pair.Second))
                .OrderByDescending(value => value.Positive)],
        };
    }

    private List<CountryGroup> Groups(Func<CountryValue, string> key) => [.. Countries.Where(value => key(value).Length > 0).GroupBy(key)
        .Select(group => CountryGroup.Of(group.Key, [.. group])).OrderByDescending(group => group.Mean)];
}
