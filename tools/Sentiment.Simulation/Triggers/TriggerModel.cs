using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>One trigger with one model, by the figures: how fast an instance is, and how the platform scales it.</summary>
internal sealed record TriggerModel(TriggerKind TriggerKind, string Model, FigureSet Figures)
{
    /// <summary>The models that there are figures for.</summary>
    public static readonly string[] Models = ["tiny", "small", "int8", "fp32"];

    private string Name => TriggerKind.ToString().ToLowerInvariant();

    /// <summary>
    /// Reviews a second that the cores of one instance give: a review costs a core the time of the model and of the trigger.
    /// </summary>
    public double EngineRate =>
        Figures["instance.cores"] / (1 / Figures[$"{Model}.reviewsPerSecondPerCore"] + Figures[$"{Name}.secondsPerReview"]);

    /// <summary>Reviews that one busy instance scores in a second: but for HTTP, the network has a say too.</summary>
    public double ReviewsPerSecond => TriggerKind switch
    {
        TriggerKind.Queue => QueueInvocations.By(Figures, EngineRate).SingleRate(Figures["queue.maxConcurrentCalls"]),
        TriggerKind.Csv => ReviewsPerJob / SecondsPerPart(ReviewsPerJob),
        _ => EngineRate,
    };

    /// <summary>Reviews in one execution: a call, a message, a part of a file.</summary>
    public double ReviewsPerJob => TriggerKind == TriggerKind.Csv
        ? Math.Min(Figures["csv.partRows"], Figures["csv.partBytes"] / Figures["csv.bytesPerRow"]) / Figures[$"{Model}.partReduction"]
        : 1;

    /// <summary>Seconds from the decision for an instance until it scores.</summary>
    public double ColdStart => Figures["start.platformSeconds"] + Figures[$"{Model}.loadSeconds"];

    /// <summary>How long one instance works on a part of so many rows.</summary>
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
