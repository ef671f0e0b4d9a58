using System.CommandLine;
using Sentiment.Training.Recipe;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>Trains the embedded model: <see cref="DistillationRecipe"/>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var (data, vocabulary, results) = (TrainingOptions.Data(), TrainingOptions.Vocabulary(), TrainingOptions.Results());
        var (seed, threads) = (TrainingOptions.Seed(), TrainingOptions.Threads());
        var command = new Command("train",
            "Trains the embedded model: word vectors, a teacher made from a pretrained encoder, and a student that learns from it.")
        {
            data, vocabulary, results, seed, threads,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var vocabularyFile = parsed.GetRequiredValue(vocabulary);
            var context = new TrainingContext(parsed.GetRequiredValue(data), vocabularyFile, parsed.GetRequiredValue(results),
                parsed.GetValue(seed));
            DistillationRecipe.Run(context, vocabularyFile);
        });
        return command;
    }
}
