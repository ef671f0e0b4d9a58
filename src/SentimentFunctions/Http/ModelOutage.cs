using System.Net;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;

namespace SentimentFunctions.Http;

/// <summary>Answers calls while the model cannot be loaded. Thread-safe.</summary>
internal sealed class ModelOutage
{
    /// <summary>How long the log stays quiet about it: every call tries again, and fails alike.</summary>
    private const int QuietMilliseconds = 60_000;

    private long quietUntil;

    /// <summary>The one of this process, because all functions have the same model.</summary>
    public static ModelOutage Shared { get; } = new();

    /// <summary>The answer to a call.</summary>
    /// <param name="exception">Why the model cannot be loaded.</param>
    /// <param name="logger">Gets it, once a minute.</param>
    public Problem Answer(ModelLoadException exception, ILogger logger)
    {
        var (now, until) = (Environment.TickCount64, Interlocked.Read(ref quietUntil));
        if (now >= until && Interlocked.CompareExchange(ref quietUntil, now + QuietMilliseconds, until) == until)
            logger.LogError(exception, "The model cannot be loaded. Every call tries again; this is logged once a minute.");
        return new(
            HttpStatusCode.ServiceUnavailable,
            "model_unavailable",
            "The model cannot be loaded at the moment. Try again later.",
            TimeSpan.FromSeconds(10));
    }
}
