using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>
/// The throughput of the queue function on one instance, with the network time of every send and settlement. Both designs are here: one
/// message per invocation, many at a time, which ships; and one batch at a time with results sent one by one, which it replaced.
/// </summary>
/// <param name="EngineRate">Reviews a second that the instance scores when nothing but its cores holds it up.</param>
/// <param name="Cores">Cores of the instance: a lone review has one of them.</param>
/// <param name="Operation">Seconds of one send or one settlement.</param>
internal sealed record QueueInvocations(double EngineRate, double Cores, double Operation)
{
    /// <summary>By the figures, for an engine of this speed.</summary>
    public static QueueInvocations By(FigureSet figures, double engineRate) =>
        new(engineRate, figures["instance.cores"], figures["queue.operationMilliseconds"] / 1000);

    /// <summary>Seconds of one invocation that has one message: score it, send the result, complete the message.</summary>
    public double Invocation => Cores / EngineRate + 2 * Operation;

    /// <summary>Reviews a second with so many invocations at a time: what the cores give, or what the invocations in flight give.</summary>
    public double SingleRate(double concurrentCalls) => Math.Min(EngineRate, concurrentCalls / Invocation);

    /// <summary>
    /// Reviews a second with one batch at a time: the whole batch is scored, then each result is sent and awaited before the next
    /// (the output binding sends every element by itself), then all messages are completed together.
    /// </summary>
    public double BatchRate(double batchSize) => batchSize / (batchSize / EngineRate + (batchSize + 1) * Operation);
}
