using System.Globalization;
using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>A positive probability that a country should have.</summary>
internal readonly record struct CountryExpectation(string Country, double Value)
{
    /// <summary>Reads <c>france=0.89,afghanistan=0.08</c>. Countries are given by name or three-letter code.</summary>
    /// <exception cref="CliException">A part is not understood, or its country does not exist.</exception>
    public static IEnumerable<CountryExpectation> Parse(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length < 2 || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || value is not (>= 0 and <= 1))
                throw new CliException(
                    $"--expect {part} is not understood. Write COUNTRY=PROBABILITY with a probability from 0 to 1, such as france=0.89.");
            var country = WorldData.Embedded.Countries.FirstOrDefault(known =>
                known.Name.Equals(sides[0], StringComparison.OrdinalIgnoreCase)
                || known.Code.Equals(sides[0], StringComparison.OrdinalIgnoreCase))
                ?? throw new CliException(
                    $"--expect {part}: no country is called '{sides[0]}'. Give its English name, or its three-letter code.");
            yield return new(country.Name, value);
        }
    }

    /// <summary>Null if the report meets the expectation; otherwise what is wrong.</summary>
    public string? Miss(CountryReport report, double tolerance)
    {
        var name = Country;
        if (report.Countries.FirstOrDefault(value => value.Name == name)?.Positive is not { } measured)
            return $"{Country} was not probed, so {Value.ToString(CultureInfo.InvariantCulture)} cannot be expected of it";
        // A small tolerance for decimal fractions that binary numbers cannot represent.
        return Math.Abs(measured - Value) <= tolerance + 1e-12
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"{Country} is {measured:F4} in {report.Model}, but {Value:F4} +- {tolerance} was expected");
    }
}
