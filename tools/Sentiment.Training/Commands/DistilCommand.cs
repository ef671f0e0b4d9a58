using System.CommandLine;
using Sentiment.Training.Recipe;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>Trains a fine-tuned encoder further on the predictions of several: <see cref="EncoderRecipe.Distil"/>.</summary>
internal static class DistilCommand
{
    public static Command Create()
    {
        var start = new Argument<string>("start")
        {
            Description = "The model to begin with: encoder.safetensors of a run, or the directory of an int8 model.",
        };
        var teachers = new Option<string[]>("--teacher")
        {
            Description = "The directory of a model whose predictions are learned. Given several times, their mean.",
            Required = true,
        };
        var (data, results, seed, threads) =
            (TrainingOptions.Data(), TrainingOptions.Results(), TrainingOptions.Seed(), TrainingOptions.Threads());
        var (steps, inBFloat16) = (TrainingOptions.Steps(), TrainingOptions.InBFloat16());
        var command = new Command("distil", "Trains a fine-tuned encoder further on the mean predictions of several, and exports it.")
        {
            start, teachers, data, results, seed, threads, steps, inBFloat16,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var (recipe, vocabulary) =
                EncoderRecipe.Open(parsed.GetRequiredValue(data), parsed.GetRequiredValue(results), parsed.GetValue(seed));
            recipe.Distil(vocabulary, parsed.GetRequiredValue(start), parsed.GetRequiredValue(teachers), parsed.GetValue(steps),
                parsed.GetValue(inBFloat16));
        });
        return command;
    }
}
