using Sentiment.Csv;
using Sentiment.Inference;

namespace SentimentFunctions.Csv;

/// <summary>
/// Sizes parts by their cost: a part must be scored well within the lock of its message, by the slowest model on the smallest instance.
/// </summary>
internal static class PartSize
{
    /// <summary>The embedded models are smaller.</summary>
    private const long SmallModelBytes = 32 << 20;

    /// <summary>distilbert-base in fp32 is eight times as large, and takes about sixty times as long.</summary>
    private const long MostReduced = 8;

    /// <summary>A planner that cuts files for this model.</summary>
    public static CsvPlanner Planner(ScoringOptions options, ModelInfo model)
    {
        var reduced = Math.Clamp(model.Bytes / SmallModelBytes * 2, 1, MostReduced);
        return new(Math.Max(1, options.PartBytes / reduced), Math.Max(1, options.PartRows / reduced), options.TextField);
    }
}
