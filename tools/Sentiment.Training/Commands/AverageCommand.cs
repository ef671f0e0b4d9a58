using System.CommandLine;
using Sentiment.Training.Recipe;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>Averages the weights of several runs of the encoder command: <see cref="EncoderRecipe.Average"/>.</summary>
internal static class AverageCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("run")
        {
            Description = "The encoder.safetensors files of the runs, or directories of int8 models. What is given twice counts twice.",
            Arity = ArgumentArity.OneOrMore,
        };
        var (data, results, seed, threads) =
            (TrainingOptions.Data(), TrainingOptions.Results(), TrainingOptions.Seed(), TrainingOptions.Threads());
        var evaluateOnly = new Option<bool>("--evaluate-only") { Description = "Prints the accuracy of the mean and does not export it." };
        var command = new Command("average",
            "Averages the weights of several runs of the encoder command, evaluates the mean and exports it.")
        {
            runs, data, results, seed, threads, evaluateOnly,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var (recipe, vocabulary) =
                EncoderRecipe.Open(parsed.GetRequiredValue(data), parsed.GetRequiredValue(results), parsed.GetValue(seed));
            recipe.Average(vocabulary, parsed.GetRequiredValue(runs), parsed.GetValue(evaluateOnly));
        });
        return command;
    }
}
