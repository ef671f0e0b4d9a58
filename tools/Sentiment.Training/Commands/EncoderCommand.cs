using System.CommandLine;
using Sentiment.Training.Recipe;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>Fine-tunes the pretrained encoder into a classifier: <see cref="EncoderRecipe"/>.</summary>
internal static class EncoderCommand
{
    public static Command Create()
    {
        var (data, results, seed, threads) =
            (TrainingOptions.Data(), TrainingOptions.Results(), TrainingOptions.Seed(), TrainingOptions.Threads());
        var passes = new Option<int>("--passes")
        {
            Description = "The number of passes over the labelled sentences.",
            DefaultValueFactory = _ => EncoderRecipe.Passes,
        };
        var (steps, inBFloat16) = (TrainingOptions.Steps(), TrainingOptions.InBFloat16());
        var command = new Command("encoder",
            "Fine-tunes the pretrained encoder, embeddings included, on the labelled texts and exports it.")
        {
            data, results, seed, threads, passes, steps, inBFloat16,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var (recipe, vocabulary) =
                EncoderRecipe.Open(parsed.GetRequiredValue(data), parsed.GetRequiredValue(results), parsed.GetValue(seed));
            recipe.Run(vocabulary, parsed.GetValue(passes), parsed.GetValue(steps), parsed.GetValue(inBFloat16));
        });
        return command;
    }
}
