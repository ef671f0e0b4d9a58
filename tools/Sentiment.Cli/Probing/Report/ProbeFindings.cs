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
