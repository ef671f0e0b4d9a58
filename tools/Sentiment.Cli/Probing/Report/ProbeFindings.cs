using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The findings of a report about one model.</summary>
/// <param name="Countries">By country.</param>
/// <param name="Pairs">By whom a sentence is about; one report a source.</param>
/// <param name="Evaluation">How good it is at its task, or null where that was not given.</param>
/// <param name="Card">What its own card says about limits, or null where it says nothing.</param>
/// <param name="Command">What makes the report again.</param>
internal sealed record ProbeFindings(
    CountryReport Countries, IReadOnlyList<PairReport> Pairs, EvaluationFigures? Evaluation, string? Card, string Command)
{
    /// <summary>The limits of the figures.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "The model knows two answers and has to take a side, even on a sentence that says nothing good or bad. A neutral sentence near " +
        "0.5 can fall either way, and a flipped label there means less than a large shift does.",
        "A shift shows what the model has picked up from the texts that it learned from. It does not say that this is true of a country " +
        "or a group, nor how people there write.",
        "Few sentences were asked, made for the purpose. A mean near 0 can hide large shifts both ways, so look at the worst pairs, " +
        "too; and no finding is no proof that there is nothing to find.",
        "Pairs that share a template or a name are not independent, so the intervals are narrower than they should be.",
        "Do not use the scores to judge people or places. Probe again with sentences from your own use before you rely on the model.",
    ];
}
