using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sentiment.Inference;

/// <summary>The metrics and traces of the engine, for any listener of <c>Sentiment.Inference</c>. Thread-safe.</summary>
internal static class EngineTelemetry
{
    private static readonly ActivitySource Traces = new("Sentiment.Inference");

    private static readonly Meter Meter = new("Sentiment.Inference");

    // Collectors' default boundaries suit milliseconds.
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private static readonly Histogram<int> BatchTexts = Meter.CreateHistogram(
        "sentiment.engine.batch.texts", "{text}", "Texts that ran together.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] });

    private static readonly Histogram<double> BatchDuration =
        Meter.CreateHistogram("sentiment.engine.batch.duration", "s", "How long one run of the model took.", advice: Seconds);

    private static readonly Counter<long> Tokens =
        Meter.CreateCounter<long>("sentiment.engine.tokens", "{token}", "Tokens that the model has read, without padding.");

    private static readonly Histogram<double> LoadDuration =
        Meter.CreateHistogram("sentiment.model.load.duration", "s", "How long it took to load the model.", advice: Seconds);

    private static readonly UpDownCounter<int> Waiting =
        Meter.CreateUpDownCounter<int>("sentiment.engine.queue.texts", "{text}", "Texts that wait for the model.");

    private static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("sentiment.engine.refusals", "{call}", "Calls refused because the queue was full.");

    private static readonly Counter<long> Repeats = Meter.CreateCounter<long>(
        "sentiment.engine.repeats", "{text}", "Texts scored without a run of the model, because their token ids had been scored.");

    private static readonly Counter<long> Undecidable = Meter.CreateCounter<long>(
        "sentiment.engine.undecided", "{text}", "Texts whose most probable label was not probable enough.");

    private static readonly Counter<long> Early = Meter.CreateCounter<long>(
        "sentiment.engine.decided_first", "{text}", "Texts that the first of two models decided.");

    /// <summary>Starts a span in the caller's trace, which ends when it is disposed; null if there is no listener.</summary>
    public static Activity? Trace(string what, int? texts = null) => Traces.StartActivity(what)?.SetTag("sentiment.texts", texts);

    public static void BatchRan(int texts, int tokens, TimeSpan took)
    {
        BatchTexts.Record(texts);
        BatchDuration.Record(took.TotalSeconds);
        Tokens.Add(tokens);
    }

    public static void Loaded(TimeSpan took) => LoadDuration.Record(took.TotalSeconds);

    public static void QueueChanged(int texts) => Waiting.Add(texts);

    /// <summary>Texts were answered without a run of the model.</summary>
    public static void Repeated(int texts)
    {
        if (texts > 0) Repeats.Add(texts);
    }

    public static void Undecided(int texts)
    {
        if (texts > 0) Undecidable.Add(texts);
    }

    public static void DecidedFirst(int texts)
    {
        if (texts > 0) Early.Add(texts);
    }

    public static void CallRefused() => Refused.Add(1);
}
