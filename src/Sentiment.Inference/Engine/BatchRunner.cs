using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sentiment.Inference;

/// <summary>Runs batches and answers their texts, one batch after the other. Not thread-safe: its buffers are used again.</summary>
/// <param name="model">Computes the logits.</param>
/// <param name="queue">Learns that a batch has ended.</param>
/// <param name="cache">The scores that are known.</param>
/// <param name="reader">Turns logits into scores.</param>
internal sealed class BatchRunner(SentimentModel model, RequestQueue queue, ScoreCache cache, LogitReader reader)
{
    private readonly List<int[]> ids = [];
    private readonly Dictionary<int[], int> rows = new(TokenIds.Comparer);
    private readonly List<SentimentScore> scores = [];
    private float[] logits = [];
    private int tokens; // of the current batch, as far as the model has read it

    /// <summary>Answers all texts of a batch, with a score or an error.</summary>
    public void Run(List<PendingText> batch)
    {
        var start = Stopwatch.GetTimestamp();
        tokens = 0;
        try
        {
            foreach (var text in batch) text.Call.Begin(start);
            // A text whose score became known while it waited does not need a run.
            batch.RemoveAll(IsKnown);
            Score(CollectionsMarshal.AsSpan(batch));
            if (batch.Count > 0) EngineTelemetry.BatchRan(batch.Count, tokens, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            queue.Done(tokens, Stopwatch.GetElapsedTime(start));
        }
    }

    private bool IsKnown(PendingText text)
    {
        if (cache.Find(text.Text.Ids) is not { } score) return false;
        EngineTelemetry.Repeated(1);
        text.Call.Answer(text.Index, score);
        return true;
    }

    // Texts that fail together are run again one by one: only the one that fails alone gets the error.
    private void Score(ReadOnlySpan<PendingText> texts)
    {
        try
        {
            Compute(texts);
        }
        catch (Exception exception) // the callers must get the error, whatever it is
        {
            for (var i = 0; i < texts.Length; i++)
            {
                if (texts.Length == 1) texts[i].Call.Fail(texts[i].Index, exception);
                else if (queue.IsStopped) texts[i].Call.Fail(new ObjectDisposedException(nameof(SentimentEngine)));
                else if (!texts[i].Call.IsOver) Score(texts.Slice(i, 1));
            }
        }
    }

    private void Compute(ReadOnlySpan<PendingText> texts)
    {
        if (texts.IsEmpty) return;
        var labels = reader.Labels;
        ids.Clear();
        rows.Clear();
        scores.Clear();
        foreach (var text in texts)
        {
            if (rows.TryAdd(text.Text.Ids, ids.Count) || cache.IsOff) ids.Add(text.Text.Ids);
        }

        if (logits.Length < ids.Count * labels) logits = new float[ids.Count * labels];
        model.Run(CollectionsMarshal.AsSpan(ids), logits);
        foreach (var logit in logits.AsSpan(0, ids.Count * labels))
        {
            if (!float.IsFinite(logit)) throw new UnscorableTextException();
        }

        tokens += ids.Sum(text => text.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var row = Row(texts, i);
            if (row == scores.Count) scores.Add(reader.Score(logits.AsSpan(row * labels, labels), texts[i].Text));
        }

        EngineTelemetry.Repeated(texts.Length - ids.Count);
        // Nothing can fail after this point, so a text with an answer is never run again.
        for (var i = 0; i < ids.Count; i++) cache.Add(ids[i], scores[i]);
        for (var i = 0; i < texts.Length; i++) texts[i].Call.Answer(texts[i].Index, scores[Row(texts, i)]);
    }

    private int Row(ReadOnlySpan<PendingText> texts, int place) => cache.IsOff ? place : rows[texts[place].Text.Ids];
}
