namespace Sentiment.Inference;

/// <summary>
/// The bounded queue between callers and lanes. A lane that is free takes what is there at once: nobody waits for a batch to fill up,
/// batches grow by themselves while all lanes are busy. Thread-safe.
/// </summary>
internal sealed class RequestQueue(InferenceOptions options, int longest, int lanes)
{
    // Smaller batches gain nothing from running side by side.
    private const int WorthSplitting = 256;

    private readonly object gate = new();
    private readonly LengthBuckets waiting = new(longest);
    private int busyLanes;
    private int reportedLength;
    private double secondsPerToken;
    private volatile bool stopped;

    /// <summary>Whether the engine is being disposed.</summary>
    public bool IsStopped => stopped;

    /// <summary>Lets a call in.</summary>
    /// <param name="call">The texts to score.</param>
    /// <param name="continuing">The rest of a call that was let in before: it is always taken.</param>
    /// <exception cref="EngineBusyException">The limits are reached.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void Add(ScoringRequest call, bool continuing)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopped, typeof(SentimentEngine));
            if (!continuing && !HasRoom(call))
            {
                waiting.DropGone();
                if (!HasRoom(call)) throw Busy();
            }

            waiting.Add(call);
            ReportLength();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for texts and takes a batch of them; false when the queue was stopped.</summary>
    public bool Take(List<PendingText> batch)
    {
        batch.Clear();
        lock (gate)
        {
            while (true)
            {
                if (stopped) return false;
                if (waiting.Texts > 0)
                {
                    // What is there is shared among the lanes that are free.
                    waiting.Take((int)Math.Clamp(waiting.Tokens / Math.Max(1, lanes - busyLanes),
                        Math.Min(WorthSplitting, options.BatchTokens), options.BatchTokens), batch);
                    if (batch.Count > 0) break;
                }
                else
                {
                    Monitor.Wait(gate);
                }
            }

            ReportLength();
            busyLanes++;
            return true;
        }
    }

    /// <summary>A lane is done with a batch.</summary>
    /// <param name="tokens">The tokens of the batch.</param>
    /// <param name="took">How long it took.</param>
    public void Done(int tokens, TimeSpan took)
    {
        lock (gate)
        {
            busyLanes--;
            var now = took.TotalSeconds / tokens;
            secondsPerToken = secondsPerToken == 0 ? now : 0.9 * secondsPerToken + 0.1 * now;
        }
    }

    /// <summary>Ends all waiting: lanes stop after their batch, and callers that still wait are told.</summary>
    public void Stop()
    {
        PendingText[] left;
        lock (gate)
        {
            stopped = true;
            left = [.. waiting.Drain()];
            ReportLength();
            Monitor.PulseAll(gate);
        }

        foreach (var text in left) text.Call.Fail(new ObjectDisposedException(nameof(SentimentEngine)));
    }

    private void ReportLength()
    {
        EngineTelemetry.QueueChanged(waiting.Texts - reportedLength);
        reportedLength = waiting.Texts;
    }

    // A call that alone exceeds the limits is let in when nobody else waits: it could never get in otherwise.
    private bool HasRoom(ScoringRequest call) => waiting.Texts == 0
        || (waiting.Texts + call.Texts.Length <= options.QueueTexts
            && waiting.Tokens + call.Texts.Sum(text => (long)text.Ids.Length) <= options.QueueTokens);

    private EngineBusyException Busy()
    {
        EngineTelemetry.CallRefused();
        return new(
            TimeSpan.FromSeconds(Math.Max(1, waiting.Tokens * secondsPerToken / lanes)),
            $"{waiting.Texts} texts with {waiting.Tokens} tokens are waiting");
    }
}
