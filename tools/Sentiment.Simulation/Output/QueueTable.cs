using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;
using static Sentiment.Simulation.Output.Format;

namespace Sentiment.Simulation.Output;

/// <summary>What one instance takes from the queue, by design and by the time of an operation.</summary>
internal static class QueueTable
{
    private static readonly double[] Milliseconds = [5, 10, 20];
    private static readonly double[] Concurrency = [64, 128, 256];

    /// <summary>Reviews a second on one instance: a batch at a time, against one message an invocation.</summary>
    public static string Write(FigureSet figures)
    {
        var size = figures["queue.batchSize"];
        string[] headings =
        [
            "Model",
            "ms an operation",
            $"batches of {Number(size)}",
            .. Concurrency.Select(calls => $"{Number(calls)} at a time"),
            "cores alone",
        ];
        return Table(1, headings, TriggerModel.Models.SelectMany(model => Milliseconds.Select(time => Row(model, time))));

        string[] Row(string model, double time)
        {
            var engine = new TriggerModel(TriggerKind.Queue, model, figures).EngineRate;
            var queue = QueueInvocations.By(figures, engine) with { Operation = time / 1000 };
            return
            [
                model,
                Number(time),
                Number(queue.BatchRate(size)),
                .. Concurrency.Select(calls => Number(queue.SingleRate(calls))),
                Number(engine),
            ];
        }
    }
}
