namespace Sentiment.Inference;

/// <summary>The waiting texts in buckets by length, so that a batch of similar lengths needs no sorting. Not thread-safe.</summary>
/// <remarks>
/// Fair between calls (fair queueing): the turn of a text is the turn at which its call arrived, plus the tokens of its call up to its own
/// end. So a single text does not wait behind the thousands of a file that arrived before it, and a stream of single texts does not
/// delay the file.
/// </remarks>
internal sealed class LengthBuckets(int longest)
{
    // Texts this short cost little more than the run itself: any of them may share a batch.
    private const int AlwaysAlike = 16;

    private readonly PriorityQueue<PendingText, long>?[] buckets = new PriorityQueue<PendingText, long>?[longest + 1];
    private long turn;

    public int Texts { get; private set; }

    public long Tokens { get; private set; }

    public void Add(ScoringRequest call)
    {
        var tokens = 0L;
        foreach (var i in call.Open)
        {
            var text = new PendingText(call, i);
            tokens += text.Length;
            (buckets[text.Length] ??= new()).Enqueue(text, turn + tokens);
        }

        Texts += call.Open.Count;
        Tokens += tokens;
    }

    /// <summary>Takes the text whose turn it is, then texts of the same length, shorter and longer ones, within the budget.</summary>
    /// <param name="budget">The maximum number of tokens, as the longest text times the number of texts.</param>
    /// <param name="batch">Receives the texts; stays empty if all waiting callers have left.</param>
    public void Take(int budget, List<PendingText> batch)
    {
        var first = FindNext();
        if (first < 0) return;

        turn = Math.Max(turn, Head(first));
        var shortest = first <= AlwaysAlike ? 1 : first / 2;
        for (var length = first; length >= shortest; length--) Take(length, budget / first, batch);
        var most = Math.Min(longest, Math.Max(AlwaysAlike, 2 * first));
        for (var length = first + 1; length <= most && (batch.Count + 1) * length <= budget; length++) Take(length, budget / length, batch);
    }

    /// <summary>Removes the texts of callers that have left.</summary>
    public void DropGone()
    {
        foreach (var bucket in buckets)
        {
            if (bucket is not { Count: > 0 }) continue;
            var staying = bucket.UnorderedItems.Where(item => !item.Element.Call.IsOver).ToArray();
            foreach (var (gone, _) in bucket.UnorderedItems.Where(item => item.Element.Call.IsOver)) Forget(gone);
            bucket.Clear();
            bucket.EnqueueRange(staying);
        }
    }

    /// <summary>Removes and returns everything.</summary>
    public IEnumerable<PendingText> Drain()
    {
        foreach (var bucket in buckets)
        {
            while (bucket is not null && bucket.TryDequeue(out var text, out _))
            {
                Forget(text);
                yield return text;
            }
        }
    }

    private int FindNext()
    {
        var (next, earliest) = (-1, long.MaxValue);
        for (var length = 0; length < buckets.Length; length++)
        {
            DropGone(buckets[length]);
            if (buckets[length] is { Count: > 0 } && Head(length) < earliest) (next, earliest) = (length, Head(length));
        }

        return next;
    }

    private void Take(int length, int most, List<PendingText> batch)
    {
        while (batch.Count < Math.Max(1, most))
        {
            DropGone(buckets[length]);
            if (buckets[length] is not { } bucket || !bucket.TryDequeue(out var text, out _)) return;
            Forget(text);
            batch.Add(text);
        }
    }

    private void DropGone(PriorityQueue<PendingText, long>? bucket)
    {
        while (bucket is not null && bucket.TryPeek(out var text, out _) && text.Call.IsOver) Forget(bucket.Dequeue());
    }

    private long Head(int length) => buckets[length]!.TryPeek(out _, out var at) ? at : long.MaxValue;

    private void Forget(PendingText text)
    {
        Texts--;
        Tokens -= text.Length;
    }
}
