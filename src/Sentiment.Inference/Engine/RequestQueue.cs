namespace Sentiment.Inference;

/// <summary>
/// The bounded request queue between callers and worker threads. A free worker takes the waiting texts at once. No text waits for a batch
/// to fill up: batches grow by themselves while all workers are busy. Thread-safe.
/// </summary>
internal sealed class RequestQueue(InferenceOptions options, int longest, int workers)
{
    // Smaller batches gain nothing from running side by side.
    private const int WorthSplitting = 256;

    private readonly object gate = new();
    private readonly LengthBuckets waiting = new(longest);
    private int coming; // texts that are being tokenized
    private int busyWorkers;
    private int reportedLength;
    private double secondsPerToken;
    private volatile bool stopped;

    /// <summary>Whether the engine is being disposed.</summary>
    public bool IsStopped => stopped;

    /// <summary>
    /// Adds a call. Its places are reserved before its texts are tokenized, so that a refused call costs no tokenization. It may still be
    /// refused afterwards, when its tokens are counted.
    /// </summary>
    /// <param name="texts">How many texts to score; at least one.</param>
    /// <param name="prepare">Returns the call, with its tokenized texts.</param>
    /// <param name="continuing">Whether it is the rest of a call that was accepted before, which is always accepted.</param>
    /// <param name="mayRun">Whether the calling thread may run the call while no other text runs, waits or is tokenized.</param>
    /// <returns>
    /// The call, and whether the calling thread must run it now. It then has the turn of a worker, and <see cref="Done"/> must follow.
    /// </returns>
    /// <exception cref="EngineBusyException">The limits are reached.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public (ScoringRequest Call, bool MustRun) Add(int texts, Func<ScoringRequest> prepare, bool continuing, bool mayRun = false)
    {
        lock (gate)
        {
            ThrowIfFull(texts, 0, continuing);
            coming += texts;
        }

        ScoringRequest call;
        try
        {
            call = prepare();
        }
        catch
        {
            lock (gate) coming -= texts;
            throw;
        }

        lock (gate)
        {
            coming -= texts;
            if (call.Open.Count == 0) return (call, false);
            try
            {
                ThrowIfFull(call.Open.Count, call.Open.Sum(text => (long)call.Texts[text].Ids.Length), continuing);
            }
            catch (Exception refused)
            {
                call.Fail(refused);
                throw;
            }

            if (mayRun && busyWorkers + waiting.Texts + coming == 0)
            {
                busyWorkers++;
                return (call, true);
            }

            waiting.Add(call);
            ReportLength();
            Monitor.PulseAll(gate);
            return (call, false);
        }
    }

    /// <summary>Refuses a call as <see cref="Add"/> would, but reserves no places.</summary>
    /// <param name="texts">How many texts the call has.</param>
    /// <exception cref="EngineBusyException">The limits are reached.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void ThrowIfFull(int texts)
    {
        lock (gate) ThrowIfFull(texts, 0, continuing: false);
    }

    /// <summary>Waits for texts and takes a batch of them; false when the queue was stopped and no batch runs any more.</summary>
    public bool Take(List<PendingText> batch)
    {
        batch.Clear();
        lock (gate)
        {
            while (true)
            {
                if (stopped && busyWorkers == 0) return false;
                if (waiting.Texts > 0 && busyWorkers < workers)
                {
                    // The waiting texts are shared among the free workers.
                    waiting.Take((int)Math.Clamp(waiting.Tokens / Math.Max(1, workers - busyWorkers),
                        Math.Min(WorthSplitting, options.BatchTokens), options.BatchTokens), batch);
                    if (batch.Count > 0) break;
                }
                else
                {
                    Monitor.Wait(gate);
                }
            }

            ReportLength();
            busyWorkers++;
            return true;
        }
    }

    /// <summary>A batch has ended, of a worker or of a thread that has taken a worker's turn.</summary>
    /// <param name="tokens">The tokens of the batch.</param>
    /// <param name="took">How long it took.</param>
    public void Done(int tokens, TimeSpan took)
    {
        lock (gate)
        {
            busyWorkers--;
            if (stopped || waiting.Texts > 0) Monitor.PulseAll(gate); // workers may have waited for this
            if (tokens == 0) return;
            var now = took.TotalSeconds / tokens;
            secondsPerToken = secondsPerToken == 0 ? now : 0.9 * secondsPerToken + 0.1 * now;
        }
    }

    /// <summary>Stops the queue: workers stop after their batch, and waiting callers get an exception.</summary>
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

    private void ThrowIfFull(int texts, long tokens, bool continuing)
    {
        ObjectDisposedException.ThrowIf(stopped, typeof(SentimentEngine));
        if (continuing || HasRoom(texts, tokens)) return;
        waiting.DropGone();
        if (!HasRoom(texts, tokens)) throw Busy();
    }

    // A call that exceeds the limits alone is accepted when no other text waits: otherwise it could never be accepted.
    private bool HasRoom(int texts, long tokens) => waiting.Texts + coming == 0
        || ((long)waiting.Texts + coming + texts <= options.QueueTexts && waiting.Tokens + tokens <= options.QueueTokens);

    private EngineBusyException Busy()
    {
        EngineTelemetry.CallRefused();
        return new(
            TimeSpan.FromSeconds(Math.Max(1, waiting.Tokens * secondsPerToken / workers)),
            $"{waiting.Texts + coming} texts with {waiting.Tokens} tokens are waiting");
    }
}
