using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sentiment.Inference;

/// <summary>
/// Takes batches from the queue and runs them, on a thread of its own: the model keeps it busy for long, and the thread pool must stay free
/// for those who wait.
/// </summary>
internal sealed class BatchWorker
{
    private readonly SentimentModel model;
    private readonly RequestQueue queue;
    private readonly List<PendingText> batch = [];
    private readonly List<int[]> ids = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private float[] logits = [];

    public BatchWorker(SentimentModel model, RequestQueue queue, int number)
    {
        (this.model, this.queue) = (model, queue);
        new Thread(Work) { IsBackground = true, Name = $"sentiment lane {number}" }.Start();
    }

    /// <summary>Completes when the lane has stopped.</summary>
    public Task Ended => ended.Task;

    private void Work()
    {
        while (queue.Take(batch))
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                foreach (var text in batch) text.Call.Begin(start);
                Run();
            }
            catch (Exception exception) // whatever it is, those who wait must hear of it, and the lane goes on
            {
                foreach (var text in batch) text.Call.Fail(exception);
            }

            var (tokens, took) = (ids.Sum(text => text.Length), Stopwatch.GetElapsedTime(start));
            EngineTelemetry.BatchRan(batch.Count, tokens, took);
            queue.Done(tokens, took);
        }

        ended.SetResult();
    }

    private void Run()
    {
        var labels = model.Info.Labels;
        ids.Clear();
        foreach (var text in batch) ids.Add(text.Text.Ids);
        if (logits.Length < batch.Count * labels.Count) logits = new float[batch.Count * labels.Count];

        model.Run(CollectionsMarshal.AsSpan(ids), logits);
        for (var i = 0; i < batch.Count; i++)
        {
            var text = batch[i];
            text.Call.Answer(text.Index, LogitReader.Score(labels, logits.AsSpan(i * labels.Count, labels.Count), text.Text));
        }
    }
}
