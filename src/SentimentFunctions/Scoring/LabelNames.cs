namespace SentimentFunctions.Scoring;

/// <summary>Finds the two usual labels among those of a model. Many models write them in lower case.</summary>
internal static class LabelNames
{
    /// <summary>The label that counts as positive; null if the model has none of that name.</summary>
    public static string? PositiveOf(IEnumerable<string> labels) => Find("POSITIVE", labels);

    /// <summary>The label that counts as negative; null if the model has none of that name.</summary>
    public static string? NegativeOf(IEnumerable<string> labels) => Find("NEGATIVE", labels);

    private static string? Find(string name, IEnumerable<string> labels) =>
        labels.FirstOrDefault(label => label.Equals(name, StringComparison.OrdinalIgnoreCase));
}
