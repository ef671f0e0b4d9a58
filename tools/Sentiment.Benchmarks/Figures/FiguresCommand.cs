using System.CommandLine;
using System.Globalization;
using Sentiment.Simulation.Commands;
using Sentiment.Simulation.Figures;
using Spectre.Console;

namespace Sentiment.Benchmarks.Figures;

/// <summary>
/// <c>figures</c>: measures every speed that the documents state, in one session on this machine, and writes it into them.
/// </summary>
internal static class FiguresCommand
{
    public static Command Create()
    {
        var repository = new Option<DirectoryInfo>("--repository")
        {
            Description = "The folder of README.md, docs and tools.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds in which contenders take turns.", DefaultValueFactory = _ => 3 };
        var scale = new Option<int>("--scale") { Description = "Multiplies the number of compared texts.", DefaultValueFactory = _ => 2 };
        var seconds = new Option<double>("--seconds") { Description = "How long each level of load lasts.", DefaultValueFactory = _ => 8 };
        string[] all = [MeasuringSession.StartsPart, MeasuringSession.EmbeddedPart, MeasuringSession.ComparedPart];
        var only = new Option<string[]>("--only")
        {
            Description = $"Measures only some parts again, on the day and the machine of the others: {string.Join(", ", all)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong(all);
        var command = new Command("figures",
            "Measures every speed that the documents state, and writes it into them. Takes some 40 minutes of an otherwise idle machine.")
        {
            repository, rounds, scale, seconds, only,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = parsed.GetValue(repository)!.FullName;
            var file = Path.Combine(root, "tools", "Sentiment.Simulation", "measured.json");
            var parts = parsed.GetValue(only) is { Length: > 0 } some ? some : all;
            try
            {
                var earlier = MeasuredFigures.Read(file, without: parts);
                if (parts.Length < all.Length && (earlier.Machine, earlier.Day) != (MeasuringSession.Machine, MeasuringSession.Today))
                    throw new FigureException($"{file} was measured on another machine or day ({earlier.Where}): measure all parts.");
                WarnIfBusy();
                var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "sentiment-benchmarks")).FullName;
                // Plots of an earlier run must not be taken for those of this one.
                var plots = Directory.CreateTempSubdirectory("sentiment-figures-").FullName;
                var session = new MeasuringSession(directory, plots, parsed.GetValue(rounds), parsed.GetValue(scale),
                    TimeSpan.FromSeconds(parsed.GetValue(seconds)));
                Save(await session.RunAsync(parts, earlier, cancellationToken), file, root, plots);
                Directory.Delete(plots, recursive: true);
                return 0;
            }
            catch (Exception exception) when (exception is FigureException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Save(MeasuredFigures figures, string file, string root, string plots)
    {
        figures.Write(file);
        var docs = Path.Combine(root, "docs");
        string[] plotted = ["load-http.png", "load-queue.png", Path.Combine("engine", "compare-feed.png")];
        foreach (var target in plotted)
        {
            var plot = Path.Combine(plots, Path.GetFileName(target));
            if (File.Exists(plot)) // With --only, some are not drawn.
                File.Copy(plot, Path.Combine(docs, target), overwrite: true);
        }

        DocsCommand.Write(root, FigureSet.Of(figures), figures, Console.Out);
    }

    private static void WarnIfBusy()
    {
        // Linux tells how many threads were ready to run in the last minute.
        if (File.Exists("/proc/loadavg") && File.ReadAllText("/proc/loadavg").Split(' ')[0] is { } load
            && double.Parse(load, CultureInfo.InvariantCulture) > 0.5)
        {
            AnsiConsole.MarkupLine($"[yellow]This machine is busy (load {load}): the figures will be too low.[/]");
        }
    }
}
