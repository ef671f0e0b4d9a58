using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>
/// One file as the app processes it. An instance starts, reads the file once to plan its parts, and sends a message for each part, one
/// after another. From then on the parts are jobs like any other.
/// </summary>
/// <param name="Trigger">The CSV trigger, with the model that scores the file.</param>
/// <param name="Rows">The number of rows in the file.</param>
internal sealed record SimulatedFile(TriggerModel Trigger, double Rows)
{
    /// <summary>The file of ten million rows that the document describes.</summary>
    public static SimulatedFile Large(string model, FigureSet figures) =>
        new(new TriggerModel(TriggerKind.Csv, model, figures), 10_000_000);

    /// <summary>The number of parts. The last part may be smaller than the others.</summary>
    public double Parts => Math.Ceiling(Rows / Trigger.ReviewsPerJob);

    /// <summary>Seconds from the upload until the file is planned.</summary>
    public double Planned =>
        Trigger.ColdStart + Rows * Trigger.Figures["csv.bytesPerRow"] / (1e6 * Trigger.Figures["csv.planMBPerSecond"]);

    /// <summary>Seconds from the upload until the last message is sent.</summary>
    public double Sent => Planned + Parts * Trigger.Figures["queue.operationMilliseconds"] / 1000;

    /// <summary>Simulates this file. All parts are assumed to have the same size, so that together they have all rows.</summary>
    /// <param name="maximum">The maximum number of instances.</param>
    /// <param name="alwaysReady">The number of instances that are ready from the start.</param>
    /// <param name="step">Length of a step, in seconds.</param>
    /// <param name="limit">Seconds after which the run ends.</param>
    public SimulationResult Run(int maximum, int alwaysReady = 0, double step = 1, double limit = 7 * 86_400)
    {
        // Rounded to whole steps: the rate is read in the middle of each step, or of each part of one, so it must not change in between.
        // One step at least, in which the parts can arrive.
        var first = Math.Ceiling(Planned / step) * step;
        var end = first + Math.Max(1, Math.Ceiling((Sent - Planned) / step)) * step;
        var rows = Rows / Parts;
        var settings = Trigger.Settings(end, limit, step, alwaysReady) with
        {
            ReviewsPerJob = rows,
            SecondsPerJob = Trigger.SecondsPerPart(rows),
            MaximumInstances = maximum,
        };
        return Simulator.Run(settings, new("file", time => time >= first && time < end ? Rows / (end - first) : 0));
    }
}
