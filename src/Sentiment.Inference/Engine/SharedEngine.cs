using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>The engine of this process: the first caller loads it, and all callers share it. Thread-safe.</summary>
public static class SharedEngine
{
    private static readonly AsyncLazy<SentimentEngine> Engine = new(LoadAsync);
    private static readonly Lock Gate = new();
    private static InferenceOptions options = new();
    private static Action<ModelInfo>? loaded;
    private static bool used;

    /// <summary>Sets the options. Call it at start-up, before the first score.</summary>
    /// <param name="options">The options.</param>
    /// <param name="loaded">Called for each model when it is loaded; a log should say if texts run alone
    /// (<see cref="ModelInfo.IsBatchInvariant"/>).</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The engine was already requested.</exception>
    public static void Configure(InferenceOptions options, Action<ModelInfo>? loaded = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        lock (Gate)
        {
            if (used) throw new InvalidOperationException("SharedEngine.Configure must be called before the first text is scored.");
            (SharedEngine.options, SharedEngine.loaded) = (options, loaded);
        }
    }

    /// <summary>Returns the engine and loads it on first use. The next call tries a failed load again.</summary>
    /// <param name="cancellationToken">Ends the wait; the load continues for other callers.</param>
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
        var engine = await SentimentEngine.LoadAsync(options).ConfigureAwait(false);
        EngineTelemetry.Loaded(Stopwatch.GetElapsedTime(start));
        loaded?.Invoke(engine.Model);
        if (engine.FirstModel is { } first) loaded?.Invoke(first);
        return engine;
    }
}
