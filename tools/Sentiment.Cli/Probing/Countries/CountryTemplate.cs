using System.Text.RegularExpressions;

namespace Sentiment.Cli.Probing.Countries;

/// <summary>
/// A sentence with a placeholder for a country: <c>This film was filmed[ in {country}]</c>. The part in brackets is left out when there
/// is no country.
/// </summary>
internal sealed partial record CountryTemplate
{
    /// <summary>The example in the model card of distilbert-base-uncased-finetuned-sst-2-english.</summary>
    public const string OfTheModelCard = "This film was filmed[ in {country}]";

    private readonly string template;

    private CountryTemplate(string template, string without) => (this.template, Without) = (template, without);

    /// <summary>The sentence without a country. All other sentences are compared with it.</summary>
    public string Without { get; }

    /// <summary>The sentence about a country.</summary>
    public string With(string country) => template.Replace("{country}", country, StringComparison.Ordinal);

    /// <summary>Reads a template.</summary>
    /// <exception cref="CliException">The placeholder or the brackets are missing.</exception>
    public static CountryTemplate Parse(string text)
    {
        var match = Optional().Match(text);
        if (!match.Success)
            throw new CliException(
                $"--template \"{text}\" is not understood. Put the country in brackets, with the words to omit without it, such as " +
                $"\"{OfTheModelCard}\".");
        return new(text.Remove(match.Index, match.Length).Insert(match.Index, match.Groups[1].Value),
            text.Remove(match.Index, match.Length));
    }

    /// <inheritdoc/>
    public override string ToString() => template;

    [GeneratedRegex(@"\[([^\[\]]*\{country\}[^\[\]]*)\]")]
    private static partial Regex Optional();
}
