using Sentiment.Training.Tokens;

namespace Sentiment.Training.Learning;

/// <summary>Groups texts of similar length into batches, because padding is wasted work.</summary>
internal sealed class Batches(TokenizedTexts texts, WordPieces pieces, int maxTokens)
{
    /// <summary>The batches of one epoch as lists of indices; the same seed gives the same lists.</summary>
    public List<int[]> Plan(int batchTokens, int batchTexts, Random? shuffle)
    {
        var order = Enumerable.Range(0, texts.Count).ToArray();
        // The jitter groups texts differently in each epoch.
        var keys = order.Select(i => Length(i) * (1 + (shuffle?.NextDouble() ?? 0) * 0.1)).ToArray();
        if (shuffle is not null)
        {
            shuffle.Shuffle(order);
            keys = [.. order.Select(i => keys[i])];
        }

        Array.Sort(keys, order);
        var batches = new List<int[]>();
        for (int start = 0, end; start < order.Length; start = end)
        {
            var longest = 0;
            for (end = start; end < order.Length && end - start < batchTexts; end++)
            {
                var next = Math.Max(longest, Length(order[end]));
                if (end > start && next * (end - start + 1) > batchTokens) break;
                longest = next;
            }

            batches.Add(order[start..end]);
        }

        if (shuffle is not null)
        {
            var mixed = batches.ToArray();
            shuffle.Shuffle(mixed);
            batches = [.. mixed];
        }

        return batches;
    }

    public Batch Make(int[] indices, Random? random = null, double wordDropout = 0)
    {
        var width = indices.Max(Length);
        var ids = new long[indices.Length * width];
        Array.Fill(ids, pieces.Pad);
        var positive = new float[indices.Length];
        for (var row = 0; row < indices.Length; row++)
        {
            var at = row * width;
            var words = texts.Ids(indices[row]);
            positive[row] = texts.Positive[indices[row]];
            ids[at++] = pieces.Cls;
            foreach (var id in words[..Math.Min(words.Length, Room)])
                ids[at++] = wordDropout > 0 && random!.NextDouble() < wordDropout ? pieces.Unknown : id;
            ids[at] = pieces.Sep;
        }

        return new Batch(ids, positive, indices.Length, width);
    }

    private int Room => maxTokens - 2;

    private int Length(int index) => Math.Min(texts.Length(index), Room) + 2;
}
