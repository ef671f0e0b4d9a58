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
    private readonly List<PendingText> batch = [];
    private readonly List<int[]> ids = [];
    private readonly List<SentimentScore> scores = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private float[] logits = [];

    public BatchWorker(SentimentModel model, RequestQueue queue, int number)
    {
        (this.model, this.queue) = (model, queue);
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
            Score(CollectionsMarshal.AsSpan(batch));

            var (tokens, took) = (batch.Sum(text => text.Length), Stopwatch.GetElapsedTime(start));
            EngineTelemetry.BatchRan(batch.Count, tokens, took);
            queue.Done(tokens, took);
        }

        ended.SetResult();
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
                if (texts.Length == 1) texts[i].Call.Fail(exception);
                else if (queue.IsStopped) texts[i].Call.Fail(new ObjectDisposedException(nameof(SentimentEngine)));
                else if (!texts[i].Call.IsOver) Score(texts.Slice(i, 1));
            }
        }
    }

    private void Run(ReadOnlySpan<PendingText> texts)
    {
        var labels = model.Info.Labels;
        ids.Clear();
        scores.Clear();
        foreach (var text in texts) ids.Add(text.Text.Ids);
        if (logits.Length < texts.Length * labels.Count) logits = new float[texts.Length * labels.Count];

        model.Run(CollectionsMarshal.AsSpan(ids), logits);
        for (var i = 0; i < texts.Length; i++)
            scores.Add(LogitReader.Score(labels, logits.AsSpan(i * labels.Count, labels.Count), texts[i].Text));

        // Nothing can fail from here on, so that no text with an answer is run again.
        for (var i = 0; i < texts.Length; i++) texts[i].Call.Answer(texts[i].Index, scores[i]);
    }
}
