using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Triggers;

/// <summary>
/// One file on its way through the app. An instance starts, reads the file once to plan its parts, and sends a message for each,
/// one after another; from there on the parts are jobs like any other.
/// </summary>
/// <param name="Trigger">The CSV trigger, with the model that the file is scored by.</param>
/// <param name="Rows">The file's rows.</param>
internal sealed record SimulatedFile(TriggerModel Trigger, double Rows)
{
    /// <summary>Ten million rows, the file that the document is about.</summary>
    public static SimulatedFile Large(string model, FigureSet figures) =>
        new(new TriggerModel(TriggerKind.Csv, model, figures), 10_000_000);

    /// <summary>Parts, the last of which may be a small one.</summary>
    public double Parts => Math.Ceiling(Rows / Trigger.ReviewsPerJob);

    /// <summary>Seconds from the upload until the file is planned.</summary>
    public double Planned =>
        Trigger.ColdStart + Rows * Trigger.Figures["csv.bytesPerRow"] / (1e6 * Trigger.Figures["csv.planMBPerSecond"]);

    /// <summary>Seconds from the upload until the last message is sent.</summary>
    public double Sent => Planned + Parts * Trigger.Figures["queue.operationMilliseconds"] / 1000;

    /// <summary>A run of this file; the parts are taken as equally large, so that all of its rows are in them.</summary>
    /// <param name="maximum">Instances there may be.</param>
    /// <param name="alwaysReady">Instances there are from the beginning.</param>
    /// <param name="step">Length of a step, in seconds.</param>
    /// <param name="limit">Seconds after which the run ends.</param>
    public SimulationResult Run(int maximum, int alwaysReady = 0, double step = 1, double limit = 7 * 86_400)
    {
        // Whole steps, for a pattern is asked once a step.
        var first = Math.Ceiling(Planned / step) * step;
        var end = first + Math.Ceiling((Sent - Planned) / step) * step;
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
