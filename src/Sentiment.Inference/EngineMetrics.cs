using System.Diagnostics.Metrics;

namespace Sentiment.Inference;

/// <summary>What the engine measures of itself, for any listener of the meter <c>Sentiment.Inference</c>. Thread-safe.</summary>
internal static class EngineMetrics
{
    private static readonly Meter Meter = new("Sentiment.Inference");

    private static readonly Histogram<int> BatchTexts =
        Meter.CreateHistogram<int>("sentiment.engine.batch.texts", "{text}", "Texts that ran together.");

    private static readonly Histogram<double> BatchDuration =
        Meter.CreateHistogram<double>("sentiment.engine.batch.duration", "s", "How long one run of the model took.");

    private static readonly Counter<long> Tokens =
        Meter.CreateCounter<long>("sentiment.engine.tokens", "{token}", "Tokens that the model has read, without padding.");

    private static readonly Histogram<double> LoadDuration =
        Meter.CreateHistogram<double>("sentiment.model.load.duration", "s", "How long it took to load the model.");

    private static readonly UpDownCounter<int> Waiting =
        Meter.CreateUpDownCounter<int>("sentiment.engine.queue.texts", "{text}", "Texts that wait for the model.");

    private static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("sentiment.engine.refusals", "{call}", "Calls refused because the queue was full.");

    public static void BatchRan(int texts, int tokens, TimeSpan took)
    {
        BatchTexts.Record(texts);
        BatchDuration.Record(took.TotalSeconds);
        Tokens.Add(tokens);
    }

    public static void Loaded(TimeSpan took) => LoadDuration.Record(took.TotalSeconds);

    public static void QueueChanged(int texts) => Waiting.Add(texts);

    public static void CallRefused() => Refused.Add(1);
}
