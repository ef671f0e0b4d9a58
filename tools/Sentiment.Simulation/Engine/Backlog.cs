namespace Sentiment.Simulation.Engine;

/// <summary>Waiting jobs, in order of arrival.</summary>
internal sealed class Backlog
{
    private readonly Queue<Cohort> waiting = new();
    private long takenOfFirst;

    /// <summary>The number of waiting jobs.</summary>
    public long Jobs { get; private set; }

    public void Add(Cohort cohort)
    {
        if (cohort.Jobs == 0) return;
        waiting.Enqueue(cohort);
        Jobs += cohort.Jobs;
    }

    /// <summary>Takes up to <paramref name="most"/> of the oldest jobs, all from one cohort; none if no job is waiting.</summary>
    public Cohort Take(long most)
    {
        if (Jobs == 0 || most <= 0) return default;
        var first = waiting.Peek();
        var taken = Math.Min(most, first.Jobs - takenOfFirst);
        takenOfFirst += taken;
        Jobs -= taken;
        if (takenOfFirst == first.Jobs)
        {
            waiting.Dequeue();
            takenOfFirst = 0;
        }
        return first with { Jobs = taken };
    }
}

/// <summary>Jobs that arrived together.</summary>
internal readonly record struct Cohort(double Arrived, long Jobs);
