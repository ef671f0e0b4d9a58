using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>
/// The texts of one call, or of a part of one. The workers answer them one by one; the last answer completes the call. Thread-safe.
/// </summary>
internal sealed class ScoringRequest
{
    private readonly long added = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<SentimentScore[]> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SentimentScore[] scores;
    private readonly CancellationTokenRegistration leaving;
    private int unanswered;
    private long begun;
    private long answered;

    /// <param name="texts">At least one text.</param>
    /// <param name="cancellationToken">Cancelled when the caller leaves.</param>
    public ScoringRequest(TokenizedText[] texts, CancellationToken cancellationToken)
    {
        Texts = texts;
        scores = new SentimentScore[texts.Length];
        unanswered = texts.Length;
        leaving = cancellationToken.UnsafeRegister(static (call, token) => ((ScoringRequest)call!).completion.TrySetCanceled(token), this);
    }

    public TokenizedText[] Texts { get; }

    public Task<SentimentScore[]> Scores => completion.Task;

    /// <summary>Whether nobody waits for more answers: the caller has left, or a text of the call failed.</summary>
    public bool IsOver => completion.Task.IsCompleted;

    /// <summary>How long the call waited for its first run, and how long it took from there to the last answer.</summary>
    public (TimeSpan Queue, TimeSpan Inference) Times =>
        (Stopwatch.GetElapsedTime(added, begun), Stopwatch.GetElapsedTime(begun, answered));

    /// <summary>A run of the model that holds texts of this call started; the first one counts.</summary>
    public void Begin(long timestamp) => Interlocked.CompareExchange(ref begun, timestamp, 0);

    public void Answer(int index, SentimentScore score)
    {
        scores[index] = score;
        if (Interlocked.Decrement(ref unanswered) > 0) return;
        answered = Stopwatch.GetTimestamp();
        leaving.Unregister();
        completion.TrySetResult(scores);
    }

    public void Fail(Exception error)
    {
        leaving.Unregister();
        completion.TrySetException(error);
    }
}
