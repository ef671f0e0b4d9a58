using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>
/// The texts of one call, or of a part of one. The workers answer them one by one; the last answer completes the call. Thread-safe.
/// </summary>
internal sealed class ScoringRequest
{
    private readonly long added = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<SentimentScore?[]> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SentimentScore?[] scores;
    private readonly CancellationTokenRegistration leaving;
    private int[]? repeats; // for each text the next one with the same token ids; -1 for none
    private int unanswered;
    private long begun;
    private long answered;

    /// <param name="texts">At least one text.</param>
    /// <param name="cancellationToken">Cancelled when the caller leaves.</param>
    public ScoringRequest(TokenizedText[] texts, CancellationToken cancellationToken)
    {
        Texts = texts;
        scores = new SentimentScore?[texts.Length];
        unanswered = texts.Length;
        Open = [.. Enumerable.Range(0, texts.Length)];
        leaving = cancellationToken.UnsafeRegister(static (call, token) => ((ScoringRequest)call!).completion.TrySetCanceled(token), this);
    }

    public TokenizedText[] Texts { get; }

    /// <summary>Whether a text without a result has no score; otherwise it fails the call.</summary>
    public bool AllowsGaps { get; init; }

    /// <summary>The indices of the texts that the model has to score. Set before the request is queued.</summary>
    public IReadOnlyList<int> Open { get; private set; }

    /// <summary>The scores in the order of the texts; null for a text without a result, if the call allows it.</summary>
    public Task<SentimentScore?[]> Scores => completion.Task;

    /// <summary>Whether no more answers are needed: the caller has left, or a text of the call failed.</summary>
    public bool IsOver => completion.Task.IsCompleted;

    /// <summary>When the call was added, when its first run began and when its last answer came; zeros if nothing had to run.</summary>
    public (long Added, long Begun, long Answered) Times => begun == 0 ? default : (added, begun, answered);

    /// <summary>A run of the model that holds texts of this call started; the first one counts.</summary>
    public void Begin(long timestamp) => Interlocked.CompareExchange(ref begun, timestamp, 0);

    /// <summary>
    /// Answers texts that need no run of the model: those with a cached score, and repeated ones, which get the score of the first.
    /// </summary>
    public void Reduce(ScoreCache cache)
    {
        if (cache.IsOff) return;
        if (Texts.Length == 1)
        {
            if (cache.Find(Texts[0].Ids) is not { } only) return;
            Open = [];
            EngineTelemetry.Repeated(1);
            Answer(0, only);
            return;
        }

        var (first, open, known) =
            (new Dictionary<int[], int>(TokenIds.Comparer), new List<int>(), new List<(int Index, SentimentScore Score)>());
        repeats = new int[Texts.Length];
        Array.Fill(repeats, -1);
        for (var i = 0; i < Texts.Length; i++)
        {
            var ids = Texts[i].Ids;
            if (first.TryGetValue(ids, out var same))
                (repeats[i], repeats[same]) = (repeats[same], i);
            else if (first.TryAdd(ids, i) && cache.Find(ids) is { } score)
                known.Add((i, score));
            else
                open.Add(i);
        }

        Open = open;
        EngineTelemetry.Repeated(Texts.Length - open.Count);
        foreach (var (index, score) in known)
            Answer(index, score);
    }

    /// <summary>Answers a text and those with the same token ids.</summary>
    /// <param name="index">The index of the text.</param>
    /// <param name="score">The score of its token ids; null if there is none.</param>
    public void Answer(int index, SentimentScore? score)
    {
        var count = 0;
        for (var i = index; i >= 0; i = repeats?[i] ?? -1, count++)
        {
            var text = Texts[i];
            scores[i] = score is null ? null
                : score with { Tokens = text.Tokens, Truncated = text.Truncated, Unknown = text.Unknown };
        }

        if (Interlocked.Add(ref unanswered, -count) > 0) return;
        answered = Stopwatch.GetTimestamp();
        leaving.Unregister();
        completion.TrySetResult(scores);
    }

    /// <summary>A text failed alone.</summary>
    /// <param name="index">The index of the text.</param>
    /// <param name="error">Its error. If every run would give it again, and the call allows it, the other texts keep their scores.</param>
    public void Fail(int index, Exception error)
    {
        if (AllowsGaps && error is UnscorableTextException) Answer(index, null);
        else Fail(error);
    }

    public void Fail(Exception error)
    {
        leaving.Unregister();
        completion.TrySetException(error);
        // Nobody may wait for this call: it was refused, or another part failed before. .NET would report its error as unobserved.
        _ = completion.Task.Exception;
    }

    /// <summary>Nobody waits for the scores any more: texts that have not run yet are dropped.</summary>
    public void Abandon()
    {
        leaving.Unregister();
        completion.TrySetCanceled(CancellationToken.None);
    }
}

/// <summary>A text that waits for the model.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Index">Its index in that call.</param>
internal readonly record struct PendingText(ScoringRequest Call, int Index)
{
    public TokenizedText Text => Call.Texts[Index];

    public int Length => Text.Ids.Length;
}
