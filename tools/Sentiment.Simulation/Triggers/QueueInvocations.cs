using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>
/// The throughput of the queue function on one instance, with the network time of every send and settlement. It covers two designs: the
/// current one, with one message per invocation and many invocations at a time; and the one that it replaced, with one batch at a time
/// and results sent one by one.
/// </summary>
/// <param name="EngineRate">Reviews per second that the instance scores when only its cores limit it.</param>
/// <param name="Cores">The number of cores of the instance. A single review uses one of them.</param>
/// <param name="Operation">The duration of one send or one settlement, in seconds.</param>
internal sealed record QueueInvocations(double EngineRate, double Cores, double Operation)
{
    /// <summary>Takes the cores and the operation time from the figures, for an engine of this speed.</summary>
    public static QueueInvocations By(FigureSet figures, double engineRate) =>
        new(engineRate, figures["instance.cores"], figures["queue.operationMilliseconds"] / 1000);

    /// <summary>The seconds that an invocation with one message takes: score it, send the result, complete the message.</summary>
    public double Invocation => Cores / EngineRate + 2 * Operation;

    /// <summary>
    /// Reviews per second with this number of concurrent invocations. Either the cores or the invocations in flight are the limit.
    /// </summary>
    public double SingleRate(double concurrentCalls) => Math.Min(EngineRate, concurrentCalls / Invocation);

    /// <summary>
    /// Reviews per second with one batch at a time: the whole batch is scored, then each result is sent and awaited before the next
    /// (the output binding sends every element separately), then all messages are completed together.
    /// </summary>
    public double BatchRate(double batchSize) => batchSize / (batchSize / EngineRate + (batchSize + 1) * Operation);
}
