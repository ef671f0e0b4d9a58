using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Cost;

/// <summary>The cost of a trigger, in USD: instances by the GB-second, executions, and other services.</summary>
internal sealed class CostModel(TriggerModel trigger)
{
    private const double Million = 1_000_000;

    private readonly FigureSet figures = trigger.Figures;

    /// <summary>The cost of a working on-demand instance per second.</summary>
    public double OnDemandSecond => figures["instance.memoryGB"] * figures["price.gbSecond"];

    /// <summary>The cost of a working always-ready instance per second, on top of its baseline.</summary>
    public double AlwaysReadyWorkSecond => figures["instance.memoryGB"] * figures["price.alwaysReadyExecutionGbSecond"];

    /// <summary>The cost of an always-ready instance per second, working or not.</summary>
    public double AlwaysReadySecond => figures["instance.memoryGB"] * figures["price.alwaysReadyGbSecond"];

    /// <summary>The cost of executions and other services per review.</summary>
    public double Review => figures["price.millionExecutions"] / Million / trigger.ReviewsPerJob + Services / Million;

    /// <summary>The total cost of a million reviews on busy on-demand instances.</summary>
    public double MillionReviews => Million * (OnDemandSecond / trigger.ReviewsPerSecond + Review);

    /// <summary>The cost of a million reviews that arrive one at a time, each billed for at least the minimum duration.</summary>
    public double MillionLoneReviews =>
        Million * (OnDemandSecond * Math.Max(figures["price.minimumSeconds"], 1 / trigger.ReviewsPerSecond) + Review);

    /// <summary>The cost of a run up to a sample.</summary>
    public double Of(SimulationResult result, SystemState sample) =>
        sample.WorkedOnDemand * OnDemandSecond
        + sample.WorkedAlwaysReady * AlwaysReadyWorkSecond
        + sample.Time * result.Settings.AlwaysReady * AlwaysReadySecond
        + sample.Completed * result.Settings.ReviewsPerJob * Review;

    // The cost of other services for a million reviews.
    private double Services => trigger.TriggerKind switch
    {
        TriggerKind.Queue => figures["queue.operationsPerReview"] * figures["price.millionServiceBusOperations"],
        TriggerKind.Csv =>
            (figures["csv.readsPerPart"] * figures["price.millionBlobReads"]
            + figures["csv.writesPerPart"] * figures["price.millionBlobWrites"]
            + figures["csv.operationsPerPart"] * figures["price.millionServiceBusOperations"]) / trigger.ReviewsPerJob,
        _ => 0,
    };
}
