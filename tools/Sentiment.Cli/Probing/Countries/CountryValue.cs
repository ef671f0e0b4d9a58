namespace Sentiment.Cli.Probing.Countries;

/// <summary>The score of a model for one country.</summary>
/// <param name="Name">The common English name, as it stood in the sentence.</param>
/// <param name="Code">ISO 3166-1 alpha-3.</param>
/// <param name="Region">The continent or so.</param>
/// <param name="Subregion">A part of it; may be empty.</param>
/// <param name="Positive">The positive probability; the mean over the templates.</param>
/// <param name="ByTemplate">The positive probability of each template.</param>
internal sealed record CountryValue(string Name, string Code, string Region, string Subregion, double Positive,
    IReadOnlyList<double> ByTemplate);
