using System.Text.Json;
using System.Text.RegularExpressions;
using Sentiment.Cli.Evaluation;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The findings of a report about one model.</summary>
/// <param name="Countries">The findings by country.</param>
/// <param name="Pairs">The findings by who a sentence is about, with one report for each source.</param>
/// <param name="Evaluation">How good the model is at its task; null if not given.</param>
/// <param name="Card">What the model card says about limits; null if it says nothing.</param>
/// <param name="Command">The command that makes the report again.</param>
internal sealed record ProbeFindings(
    CountryReport Countries, IReadOnlyList<PairReport> Pairs, EvaluationFigures? Evaluation, string? Card, string Command)
{
    /// <summary>The limits of the figures.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "The model has two answers and must choose one, even for a sentence that says nothing good or bad. A neutral sentence near 0.5 " +
        "can get either label, and a flipped label there means less than a large shift.",
        "A shift shows what the model learned from its training texts. It does not say that this is true of a country or a group, or how " +
        "people there write.",
        "The probe uses few sentences, written for the purpose. A mean near 0 can hide large shifts in both directions, so look at the " +
        "worst pairs, too. A small result does not prove that there is no bias.",
        "Pairs that share a template or a name are not independent, so the intervals are narrower than they should be.",
        "Do not use the scores to judge people or places. Probe again with sentences from your own use before you rely on the model.",
    ];
}

/// <summary>The part of the file of <c>sentiment evaluate --json</c> that a report shows.</summary>
internal sealed record EvaluationFigures(string Model, string ModelSha256, string Data, int Texts,
    IReadOnlyDictionary<string, Interval> Metrics)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">The file is not such a file, or is about another model.</exception>
    public static EvaluationFigures Read(string path, string modelSha256)
    {
        try
        {
            var figures = JsonSerializer.Deserialize<EvaluationFigures>(File.ReadAllText(path), JsonSerializerOptions.Web);
            if (figures?.Metrics is null || figures.ModelSha256 is null)
                throw new CliException($"{path} holds no evaluation. Make it with: sentiment evaluate --data FILE --json {path}");
            if (figures.ModelSha256 != modelSha256)
                throw new CliException(
                    $"{path} is about another model (SHA-256 {figures.ModelSha256[..12]}…, this one is {modelSha256[..12]}…). " +
                    $"Evaluate again: sentiment evaluate --data FILE --json {path}");
            return figures;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} is not what 'sentiment evaluate --json' writes: {exception.Message}");
        }
    }
}

/// <summary>The model card: the README.md in the directory of a model.</summary>
internal static partial class ModelCard
{
    /// <summary>
    /// What the card says about the model's limits: the sections with such a heading, otherwise the lines about limits; null for none.
    /// </summary>
    public static string? Limits(string directory)
    {
        var path = Path.Combine(directory, "README.md");
        if (!File.Exists(path))
            return null;
        // The part that an earlier report wrote does not count.
        var card = MarkedSection.Pattern.Replace(File.ReadAllText(path), "").ReplaceLineEndings("\n");
        var sections = Section().Matches(card).Where(section => AboutLimits().IsMatch(section.Groups[1].Value))
            .Select(section => section.Value.Trim()).ToList();
        if (sections.Count == 0)
            sections = [.. card.Split('\n').Where(line => AboutLimits().IsMatch(line)).Select(line => line.Trim())];
        return sections.Count == 0 ? null : string.Join("\n\n", sections);
    }

    [GeneratedRegex(@"^#{1,4}\s+(.*)\n(?:(?!#{1,4}\s).*(?:\n|\z))*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"limit|bias|weakness|risk|caveat|intended|not for|out of scope", RegexOptions.IgnoreCase)]
    private static partial Regex AboutLimits();
}
