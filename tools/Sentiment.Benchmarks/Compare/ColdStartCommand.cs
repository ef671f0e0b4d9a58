using System.CommandLine;
using Spectre.Console;

namespace Sentiment.Benchmarks.Compare;

/// <summary><c>cold-start</c>: from process start to first score, contender by contender, again and again.</summary>
internal static class ColdStartCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("model") { Description = "Model directories to start with.", Arity = ArgumentArity.OneOrMore };
        var rounds = new Option<int>("--rounds") { Description = "Starts of each.", DefaultValueFactory = _ => 10 };
        var command = new Command("cold-start", "Measures the time from process start to first score.") { models, rounds };
        command.SetAction(async parsed =>
        {
            var directories = parsed.GetValue(models)!;
            var seconds = directories.ToDictionary(directory => directory, _ => new List<double>());
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                foreach (var directory in directories)
                {
                    await using var contender = await Contender.StartAsync(directory, "engine", directory);
                    seconds[directory].Add(contender.ColdStart);
                }
            }

            var table = new Table().AddColumns("model", "best, s", "median, s");
            foreach (var (directory, found) in seconds) table.AddRow(directory, $"{found.Min():F3}", $"{found.Order().ElementAt(found.Count / 2):F3}");
            AnsiConsole.Write(table);
        });
        return command;
    }
}
