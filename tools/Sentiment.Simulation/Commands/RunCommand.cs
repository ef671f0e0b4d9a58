using System.CommandLine;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Output;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Commands;

/// <summary><c>run</c>: simulates one trigger, one model and a custom arrival pattern.</summary>
internal static class RunCommand
{
    private const double Day = 86_400;

    public static Command Create(TextWriter output)
    {
        var trigger = new Option<TriggerKind>("--trigger") { Description = "The trigger; csv scores the parts of files.", Required = true };
        var model = new Option<string>("--model")
        {
            Description = "The model that scores the reviews.",
            DefaultValueFactory = _ => "small"
        };
        model.AcceptOnlyFromAmong(TriggerModel.Models);
        var pattern = new Option<string>("--pattern")
        {
            Description = "steady and wave use --rate; burst and file use --reviews. file is one CSV file, split into parts.",
            DefaultValueFactory = _ => "steady"
        };
        pattern.AcceptOnlyFromAmong("steady", "wave", "burst", "file");
        var rate = Positive("--rate", "Reviews per second; for a wave, at its peak.", 100);
        var reviews = Positive("--reviews", "Reviews in a burst, or rows in a file.", 1_000_000);
        var seconds = Positive("--seconds", "How long reviews arrive; not used for a file. A wave lasts a day if this is not given.", 600);
        var limit = Positive("--limit", "Seconds after which the run ends, even with a backlog; two days for a wave.", Day);
        var step = Positive("--step", "Length of a step in seconds, which is the resolution of latency.", 1);
        var alwaysReady = new Option<int>("--always-ready") { Description = "The number of instances that are always ready." };
        var file = new Option<FileInfo?>("--out") { Description = "The PNG file to write." };
        alwaysReady.Validators.Add(
            result => { if (result.GetValueOrDefault<int>() < 0) result.AddError("--always-ready cannot be negative."); });

        var command = new Command("run", "Simulates one trigger.") { trigger, model, pattern, rate, reviews, seconds, limit,
            step, alwaysReady, file };
        command.SetAction(parsed =>
        {
            var simulated = new TriggerModel(parsed.GetValue(trigger), parsed.GetValue(model)!, FigureOptions.Load(parsed));
            var name = parsed.GetValue(pattern)!;
            var scenario = new Scenario(name, $"{simulated.TriggerKind}, {name}, {simulated.Model} model",
                [new(simulated.Model, simulated, name == "file" ? RunFile(simulated) : RunPattern(simulated))], IsFile: name == "file");

            output.WriteLine(Tables.Results([scenario]));
            if (parsed.GetValue(file) is { } picture) ScalingPlots.Save(scenario, picture.FullName);

            SimulationResult RunFile(TriggerModel simulated) => simulated.TriggerKind == TriggerKind.Csv
                ? new SimulatedFile(simulated, parsed.GetValue(reviews)).Run((int)simulated.Figures["instance.maximum"],
                    parsed.GetValue(alwaysReady), parsed.GetValue(step), parsed.GetValue(limit))
                : throw new FormatException("--pattern file needs --trigger csv.");

            SimulationResult RunPattern(TriggerModel simulated) => Simulator.Run(
                simulated.Settings(Given(seconds, Day), Given(limit, 2 * Day), parsed.GetValue(step), parsed.GetValue(alwaysReady)),
                name switch
                {
                    "wave" => ArrivalPattern.DailyWave(parsed.GetValue(rate)),
                    "burst" => ArrivalPattern.Burst(parsed.GetValue(reviews), parsed.GetValue(seconds)),
                    _ => ArrivalPattern.Steady(parsed.GetValue(rate)),
                });

            // A wave begins at midnight, when nothing arrives: its usual time is a whole day.
            double Given(Option<double> option, double ofWave) =>
                name == "wave" && parsed.GetResult(option) is not { Implicit: false } ? ofWave : parsed.GetValue(option);
        });
        return command;
    }

    private static Option<double> Positive(string name, string description, double usual)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not > 0)
                result.AddError($"{name} must be more than 0.");
        });
        return option;
    }
}
