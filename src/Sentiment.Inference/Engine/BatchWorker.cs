using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sentiment.Inference;

/// <summary>
/// A worker thread: takes batches from the queue and runs them. It is not a thread of the pool, because the model keeps it busy for long
/// and the pool must stay free for the callers.
/// </summary>
internal sealed class BatchWorker
{
    private readonly SentimentModel model;
    private readonly RequestQueue queue;
    private readonly ScoreCache cache;
    private readonly LogitReader reader;
    private readonly List<PendingText> batch = [];
    private readonly List<int[]> ids = [];
    private readonly Dictionary<int[], int> rows = new(TokenIds.Comparer);
    private readonly List<SentimentScore> scores = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private float[] logits = [];
    private int tokens; // of the current batch, as far as the model has read it

    public BatchWorker(SentimentModel model, RequestQueue queue, ScoreCache cache, LogitReader reader, int number)
    {
        (this.model, this.queue, this.cache, this.reader) = (model, queue, cache, reader);
        new Thread(Work) { IsBackground = true, Name = $"sentiment worker {number}" }.Start();
    }

    /// <summary>Completes when the thread has stopped.</summary>
    public Task Ended => ended.Task;

    private void Work()
    {
        while (queue.Take(batch))
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var text in batch) text.Call.Begin(start);
            // A text whose score became known while it waited does not need a run.
            batch.RemoveAll(IsKnown);
            Score(CollectionsMarshal.AsSpan(batch));

            var took = Stopwatch.GetElapsedTime(start);
            if (batch.Count > 0) EngineTelemetry.BatchRan(batch.Count, tokens, took);
            queue.Done(tokens, took);
            tokens = 0;
        }

        ended.SetResult();
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
            Run(texts);
        }
        catch (Exception exception) // the callers must get the error, whatever it is, and the worker continues
        {
            for (var i = 0; i < texts.Length; i++)
            {
                if (texts.Length == 1) texts[i].Call.Fail(texts[i].Index, exception);
                else if (queue.IsStopped) texts[i].Call.Fail(new ObjectDisposedException(nameof(SentimentEngine)));
                else if (!texts[i].Call.IsOver) Score(texts.Slice(i, 1));
            }
        }
    }

    private void Run(ReadOnlySpan<PendingText> texts)
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
