namespace Sentiment.Inference;

/// <summary>Where the time of one call went. Pass a new instance to a call and read it when the call is done. Not thread-safe.</summary>
public sealed class ScoreTimings
{
    /// <summary>Turning texts into token ids. In a call with several parts, one is tokenized while another waits or runs.</summary>
    public TimeSpan Tokenization { get; internal set; }

    /// <summary>Waiting for a free worker thread, until the first run of the model.</summary>
    public TimeSpan Queue { get; internal set; }

    /// <summary>From the first run of the model to the last answer.</summary>
    public TimeSpan Inference { get; internal set; }
}
