namespace Sentiment.Simulation.Engine;

/// <summary>One instance of the app: it starts, then works as fast as it can, then idles.</summary>
internal sealed class Instance
{
    private readonly double readyAt;
    private Cohort held;
    private double doneOfHeld;

    /// <param name="readyAt">The time in seconds at which it has started and loaded its model.</param>
    /// <param name="alwaysReady">Whether it is kept and paid for around the clock.</param>
    public Instance(double readyAt, bool alwaysReady)
    {
        this.readyAt = readyAt;
        AlwaysReady = alwaysReady;
        IdleSince = readyAt;
    }

    public bool AlwaysReady { get; }

    /// <summary>Jobs that it has started and not finished: none or one.</summary>
    public long Held => held.Jobs;

    /// <summary>The time since which it has been idle.</summary>
    public double IdleSince { get; private set; }

    public bool IsReady(double time) => time >= readyAt;

    /// <summary>
    /// Works for one step, or a part of one: it finishes the job that it holds, then takes whole jobs from the backlog, then starts one
    /// more. Reports every completion with its time within the step, and returns the seconds for which it worked.
    /// </summary>
    public double Work(double start, double step, double secondsPerJob, Backlog backlog, Action<Cohort, double> completed)
    {
        var begin = Math.Max(start, readyAt);
        var left = start + step - begin;
        var budget = left;

        if (held.Jobs > 0)
        {
            var needed = secondsPerJob - doneOfHeld;
            if (needed > left)
            {
                doneOfHeld += left;
                return left;
            }
            left -= needed;
            completed(held, begin + budget - left);
            held = default;
        }

        while (backlog.Take((long)Math.Floor(left / secondsPerJob + 1e-9)) is { Jobs: > 0 } whole)
        {
            left = Math.Max(0, left - whole.Jobs * secondsPerJob);
            completed(whole, begin + budget - left);
        }

        if (left > 0 && backlog.Take(1) is { Jobs: 1 } next)
        {
            held = next;
            doneOfHeld = left;
            return budget;
        }

        var worked = budget - left;
        if (worked > 0) IdleSince = begin + worked;
        return worked;
    }
}
