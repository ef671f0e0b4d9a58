namespace Sentiment.Inference;

/// <summary>
/// Splits texts into micro-batches. Texts of similar length share one, so that there is little padding, and none exceeds the token budget.
/// </summary>
internal static class BatchPlanner
{
    /// <param name="lengths">The length of each text in tokens.</param>
    /// <param name="tokenBudget">The maximum number of tokens of a batch, as its longest text times its number of texts; a longer text gets
    /// a batch of its own.</param>
    /// <returns>The batches as indices into <paramref name="lengths"/>; each index once, the longest texts first.</returns>
    public static List<ArraySegment<int>> Plan(ReadOnlySpan<int> lengths, int tokenBudget)
    {
        var order = new int[lengths.Length];
        var keys = new int[lengths.Length];
        for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, -lengths[i]);
        Array.Sort(keys, order);

        var batches = new List<ArraySegment<int>>();
        for (var start = 0; start < order.Length;)
        {
            var longest = Math.Max(1, lengths[order[start]]);
            var count = Math.Clamp(tokenBudget / longest, 1, order.Length - start);
            batches.Add(new(order, start, count));
            start += count;
        }

        return batches;
    }
}
