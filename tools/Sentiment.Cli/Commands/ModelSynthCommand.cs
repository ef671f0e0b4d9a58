using System.CommandLine;
using Sentiment.Models;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment model synth</c>: a model with random weights, for measuring speed.</summary>
internal static class ModelSynthCommand
{
    private static readonly ModelDimensions Distilbert = new();

    public static Command Create(CliConsole console)
    {
        var directory = new Argument<string>("dir") { Description = "The directory to write." };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same weights.", DefaultValueFactory = _ => 1 };
        var (layers, hidden, heads) =
            (Size("--layers", Distilbert.Layers), Size("--hidden", Distilbert.Hidden), Size("--heads", Distilbert.Heads));
        var (wide, words) = (Size("--feed-forward", Distilbert.FeedForward), Size("--vocabulary", Distilbert.Vocabulary));
        var (positions, labels) = (Size("--positions", Distilbert.Positions), Size("--labels", Distilbert.Labels));
        var command = new Command("synth",
            "Writes a DistilBERT classifier of any size with random weights, in the shape of Hugging Face's export.")
        {
            directory, seed, layers, hidden, heads, wide, words, positions, labels,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var geometry = new ModelDimensions
            {
                Layers = parsed.GetValue(layers),
                Hidden = parsed.GetValue(hidden),
                Heads = parsed.GetValue(heads),
                FeedForward = parsed.GetValue(wide),
                Vocabulary = parsed.GetValue(words),
                Positions = parsed.GetValue(positions),
                Labels = parsed.GetValue(labels),
            };
            var target = parsed.GetValue(directory)!;
            await Progress.ShowAsync(console, "Writing random weights", () =>
                ModelDirectory.Write(target,
                    place => ModelDirectory.WriteSynthetic(place, WeightSynthesis.Create(geometry, parsed.GetValue(seed), ct)), ct));
            await console.Out.WriteLineAsync(target);
        });
        return command;
    }

    private static Option<int> Size(string name, int usual) =>
        new(name) { DefaultValueFactory = _ => usual, Description = "Size of the model.", HelpName = "N" };
}
