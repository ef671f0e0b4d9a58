using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>The one engine of this process: whichever trigger comes first loads it, all triggers share it. Thread-safe.</summary>
public static class SharedEngine
{
    private static readonly AsyncLazy<SentimentEngine> Engine = new(LoadAsync);
    private static readonly Lock Gate = new();
    private static InferenceOptions options = new();
    private static bool used;

    /// <summary>Sets the options. Call it at start-up, before the first score.</summary>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The engine was already asked for.</exception>
    public static void Configure(InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        lock (Gate)
        {
            if (used) throw new InvalidOperationException("SharedEngine.Configure must be called before the first text is scored.");
            SharedEngine.options = options;
        }
    }

    /// <summary>Gives the engine, loading it on first use; a load that failed is tried again by the next call.</summary>
    /// <param name="cancellationToken">Stops waiting; the load itself goes on for the others.</param>
    /// <exception cref="ModelLoadException">The model cannot be loaded now.</exception>
    public static async ValueTask<SentimentEngine> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (Gate) used = true;
        return await Engine.GetAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SentimentEngine> LoadAsync()
    {
        using var span = EngineTelemetry.Trace("load model");
        var start = Stopwatch.GetTimestamp();
        var model = await ModelSource.LoadAsync(options).ConfigureAwait(false);
        EngineTelemetry.Loaded(Stopwatch.GetElapsedTime(start));
        return new(model, options);
    }
}
