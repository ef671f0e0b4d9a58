using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Cost;

/// <summary>What a trigger costs, in USD: instances by the GB-second, executions, and the services around.</summary>
internal sealed class CostModel(TriggerModel trigger)
{
    private const double Million = 1_000_000;

    private readonly FigureSet figures = trigger.Figures;

    /// <summary>An on-demand instance at work, for a second.</summary>
    public double OnDemandSecond => figures["instance.memoryGB"] * figures["price.gbSecond"];

    /// <summary>An always-ready instance at work, for a second, on top of its baseline.</summary>
    public double AlwaysReadyWorkSecond => figures["instance.memoryGB"] * figures["price.alwaysReadyExecutionGbSecond"];

    /// <summary>An always-ready instance, working or not, for a second.</summary>
    public double AlwaysReadySecond => figures["instance.memoryGB"] * figures["price.alwaysReadyGbSecond"];

    /// <summary>Executions and the services around, for a review.</summary>
    public double Review => figures["price.millionExecutions"] / Million / trigger.ReviewsPerJob + Services / Million;

    /// <summary>A million reviews on busy on-demand instances, everything included.</summary>
    public double MillionReviews => Million * (OnDemandSecond / trigger.ReviewsPerSecond + Review);

    /// <summary>A million reviews that come one at a time, so that each is billed for the shortest time there is.</summary>
    public double MillionLoneReviews =>
        Million * (OnDemandSecond * Math.Max(figures["price.minimumSeconds"], 1 / trigger.ReviewsPerSecond) + Review);

    /// <summary>Cost of a run up to a sample.</summary>
    public double Of(SimulationResult result, SystemState sample) =>
        sample.WorkedOnDemand * OnDemandSecond
        + sample.WorkedAlwaysReady * AlwaysReadyWorkSecond
        + sample.Time * result.Settings.AlwaysReady * AlwaysReadySecond
        + sample.Completed * result.Settings.ReviewsPerJob * Review;

    // For a million reviews.
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
