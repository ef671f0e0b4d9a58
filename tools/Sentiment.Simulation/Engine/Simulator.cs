namespace Sentiment.Simulation.Engine;

/// <summary>
/// Simulates one trigger of the app in discrete time: reviews arrive, wait, and are scored by instances. A scaler adds and removes
/// instances as the platform's documentation says. Nothing is random: the same settings give the same run.
/// </summary>
internal static class Simulator
{
    public static SimulationResult Run(SimulationSettings settings, ArrivalPattern pattern)
    {
        var arrivals = new ArrivalCounter(pattern, settings.ReviewsPerJob);
        var scaler = new Scaler(settings);
        var backlog = new Backlog();
        var samples = new List<SystemState>();
        var completions = new List<Completion>();
        long arrived = 0, completed = 0;
        double onDemand = 0, alwaysReady = 0;

        for (var step = 0; ; step++)
        {
            var (time, left) = (step * settings.Step, settings.Step);
            var end = time + left;
            while (left > 0)
            {
                scaler.Decide(time, backlog.Jobs); // The scaler sees the remaining backlog, not the jobs that are about to arrive.
                // A step is divided where the platform decides again: its times do not depend on the steps.
                var length = scaler.NextDecision > time ? Math.Min(left, scaler.NextDecision - time) : left;
                Advance(time, length);
                time += length;
                left -= length;
            }

            var inProgress = scaler.Instances.Sum(instance => instance.Held);
            samples.Add(new SystemState(end, arrived, backlog.Jobs, inProgress, completed, scaler.Ready(end), scaler.Instances.Count,
                onDemand, alwaysReady));
            if ((end >= settings.Duration && completed == arrived) || end >= settings.Limit)
                return new SimulationResult(settings, pattern, samples, completions);
        }

        void Advance(double start, double length)
        {
            var jobs = start < settings.Duration ? arrivals.Next(start, length) : 0;
            arrived += jobs;
            backlog.Add(new Cohort(start, jobs));

            foreach (var instance in scaler.Instances)
            {
                if (!instance.IsReady(start + length)) continue;
                var worked = instance.Work(start, length, settings.SecondsPerJob, backlog, Complete);
                if (instance.AlwaysReady) alwaysReady += worked;
                else onDemand += worked;
            }
        }

        void Complete(Cohort cohort, double time)
        {
            completed += cohort.Jobs;
            completions.Add(new Completion(cohort.Arrived, time, cohort.Jobs));
        }
    }
}
