namespace Sentiment.Simulation.Engine;

/// <summary>
/// Adds and removes instances. The target is the work divided by the work for one instance (target-based scaling). Instances start in steps
/// of limited size, at fixed intervals. Only instances that have been idle for a long time are removed.
/// </summary>
internal sealed class Scaler
{
    private readonly SimulationSettings settings;
    private readonly List<Instance> instances;

    public Scaler(SimulationSettings settings)
    {
        this.settings = settings;
        instances = [.. Enumerable.Range(0, settings.AlwaysReady).Select(_ => new Instance(readyAt: 0, alwaysReady: true))];
    }

    public IReadOnlyList<Instance> Instances => instances;

    /// <summary>The time of the next decision, in seconds.</summary>
    public double NextDecision { get; private set; }

    public int Ready(double time) => instances.Count(instance => instance.IsReady(time));

    public void Decide(double time, long waiting)
    {
        if (time < NextDecision) return;
        NextDecision += settings.DecisionEvery;

        var work = waiting + instances.Sum(instance => instance.Held);
        var wanted = (int)Math.Min(settings.MaximumInstances, Math.Ceiling(work / settings.JobsPerInstance));
        if (wanted > instances.Count) Add(time, Math.Min(wanted - instances.Count, settings.NewPerDecision));
        else RemoveIdle(time, instances.Count - wanted);
    }

    private void Add(double time, int count)
    {
        for (var i = 0; i < count; i++)
            instances.Add(new Instance(time + settings.ColdStart, alwaysReady: false));
    }

    private void RemoveIdle(double time, int most)
    {
        var removed = 0;
        instances.RemoveAll(instance =>
            !instance.AlwaysReady && instance.Held == 0 && time - instance.IdleSince >= settings.IdleBeforeRemoval && removed++ < most);
    }
}
