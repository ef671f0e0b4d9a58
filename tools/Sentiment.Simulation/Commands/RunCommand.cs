using System.CommandLine;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Output;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Commands;

/// <summary><c>run</c>: one trigger, one model, one arrival pattern of one's own.</summary>
internal static class RunCommand
{
    public static Command Create(TextWriter output)
    {
        var trigger = new Option<TriggerKind>("--trigger") { Description = "Way in.", Required = true };
        var model = new Option<string>("--model")
        {
            Description = "Model that is scored with.",
            DefaultValueFactory = _ => TriggerModel.Models[0]
        };
        model.AcceptOnlyFromAmong(TriggerModel.Models);
        var pattern = new Option<string>("--pattern")
        {
            Description = "steady and wave take --rate, burst takes --reviews.",
            DefaultValueFactory = _ => "steady"
        };
        pattern.AcceptOnlyFromAmong("steady", "wave", "burst");
        var rate = new Option<double>("--rate")
        {
            Description = "Reviews a second; of a wave, at its peak.",
            DefaultValueFactory = _ => 100
        };
        var reviews = new Option<double>("--reviews") { Description = "Reviews of a burst.", DefaultValueFactory = _ => 1_000_000 };
        var seconds = new Option<double>("--seconds") { Description = "How long reviews come in.", DefaultValueFactory = _ => 600 };
        var limit = new Option<double>("--limit")
        {
            Description = "Seconds after which the run ends, cleared or not.",
            DefaultValueFactory = _ => 86_400
        };
        var step = new Option<double>("--step")
        {
            Description = "Seconds of one step, the resolution of latency.",
            DefaultValueFactory = _ => 1
        };
        var alwaysReady = new Option<int>("--always-ready") { Description = "Instances that are always there." };
        var file = new Option<FileInfo?>("--out") { Description = "PNG to draw." };
        foreach (var option in new[] { rate, reviews, seconds, limit, step })
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double>() is not > 0)
                    result.AddError($"{option.Name} has to be more than 0.");
            });
        alwaysReady.Validators.Add(
            result => { if (result.GetValueOrDefault<int>() < 0) result.AddError("--always-ready cannot be negative."); });

        var command = new Command("run", "Simulates one trigger.") { trigger, model, pattern, rate, reviews, seconds, limit,
            step, alwaysReady, file };
        command.SetAction(parsed =>
        {
            var arrivals = parsed.GetValue(pattern) switch
            {
                "wave" => ArrivalPattern.DailyWave(parsed.GetValue(rate)),
                "burst" => ArrivalPattern.Burst(parsed.GetValue(reviews), parsed.GetValue(seconds)),
                _ => ArrivalPattern.Steady(parsed.GetValue(rate)),
            };
            var simulated = new TriggerModel(parsed.GetValue(trigger), parsed.GetValue(model)!, FigureOptions.Load(parsed));
            var settings = simulated.Settings(parsed.GetValue(seconds), parsed.GetValue(limit), parsed.GetValue(step),
                parsed.GetValue(alwaysReady));
            var scenario = new Scenario(arrivals.Name, $"{simulated.TriggerKind}, {arrivals.Name}, {simulated.Model} model",
                [Variant.Run(simulated.Model, simulated, settings, arrivals)]);

            output.WriteLine(Tables.Results([scenario]));
            if (parsed.GetValue(file) is { } picture) ScalingPlots.Save(scenario, picture.FullName);
        });
        return command;
    }
}
