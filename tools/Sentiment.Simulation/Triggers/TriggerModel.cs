using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>One trigger with one model: how fast an instance is, and how the platform scales it, according to the figures.</summary>
internal sealed record TriggerModel(TriggerKind TriggerKind, string Model, FigureSet Figures)
{
    /// <summary>The models that there are figures for.</summary>
    public static readonly string[] Models = ["tiny", "small", "int8", "fp32"];

    private string Name => TriggerKind.ToString().ToLowerInvariant();

    /// <summary>
    /// Reviews per second that the cores of one instance can score. A review takes a core the time of the model and of the trigger.
    /// </summary>
    public double EngineRate =>
        Figures["instance.cores"] / (1 / Figures[$"{Model}.reviewsPerSecondPerCore"] + Figures[$"{Name}.secondsPerReview"]);

    /// <summary>Reviews per second that one busy instance scores. For the queue and CSV, waiting for other services counts too.</summary>
    public double ReviewsPerSecond => TriggerKind switch
    {
        TriggerKind.Queue => QueueInvocations.By(Figures, EngineRate).SingleRate(Figures["queue.maxConcurrentCalls"]),
        TriggerKind.Csv => ReviewsPerJob / SecondsPerPart(ReviewsPerJob),
        _ => EngineRate,
    };

    /// <summary>Reviews in one execution, which is a call, a message or a part of a file.</summary>
    public double ReviewsPerJob => TriggerKind == TriggerKind.Csv
        ? Math.Min(Figures["csv.partRows"], Figures["csv.partBytes"] / Figures["csv.bytesPerRow"]) / Figures[$"{Model}.partReduction"]
        : 1;

    /// <summary>Seconds from the decision to add an instance until it scores.</summary>
    public double ColdStart => Figures["start.platformSeconds"] + Figures[$"{Model}.loadSeconds"];

    /// <summary>How long one instance works on a part with this number of rows.</summary>
    public double SecondsPerPart(double rows) => rows / EngineRate + Figures["csv.partWaitMilliseconds"] / 1000;

    public SimulationSettings Settings(double duration, double limit, double step = 1, int alwaysReady = 0) => new()
    {
        Duration = duration,
        Limit = limit,
        Step = step,
        ReviewsPerJob = ReviewsPerJob,
        SecondsPerJob = ReviewsPerJob / ReviewsPerSecond,
        JobsPerInstance = TriggerKind switch
        {
            TriggerKind.Http => Figures["http.concurrency"],
            TriggerKind.Queue => Figures["queue.maxConcurrentCalls"],
            _ => Figures["csv.partsAtOnce"],
        },
        ColdStart = ColdStart,
        DecisionEvery = TriggerKind == TriggerKind.Http ? 1 : Figures["start.decisionSeconds"],
        NewPerDecision = (int)Figures[TriggerKind == TriggerKind.Http ? "start.newPerSecondHttp" : "start.newPerDecision"],
        IdleBeforeRemoval = Figures["start.idleSeconds"],
        MaximumInstances = (int)Figures["instance.maximum"],
        AlwaysReady = alwaysReady,
    };
}

/// <summary>The three triggers, each of which scales separately.</summary>
internal enum TriggerKind
{
    Http,
    Queue,
    Csv,
}
