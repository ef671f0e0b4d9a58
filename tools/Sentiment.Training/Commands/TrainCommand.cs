using System.CommandLine;
using Sentiment.Training.Recipe;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>Trains the embedded model from scratch: <see cref="DistillationRecipe"/>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var (data, vocabulary, results) = (CommonOptions.Data(), CommonOptions.Vocabulary(), CommonOptions.Results());
        var (seed, threads) = (CommonOptions.Seed(), CommonOptions.Threads());
        var teacher = new Option<int?>("--teacher") { Description = "Train only this teacher, 1 or 2, so that two processes can share the work." };
        teacher.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is not (null or 1 or 2)) result.AddError("--teacher must be 1 or 2.");
        });

        var command = new Command("train", "Trains the embedded model from scratch: word vectors, two teachers, a student that learns from them.")
        {
            data, vocabulary, results, seed, threads, teacher,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var vocabularyFile = parsed.GetRequiredValue(vocabulary);
            var shop = new Workshop(parsed.GetRequiredValue(data), vocabularyFile, parsed.GetRequiredValue(results), parsed.GetValue(seed));
            if (parsed.GetValue(teacher) is { } number) DistillationRecipe.RunTeacher(shop, number);
            else DistillationRecipe.Run(shop, vocabularyFile);
        });
        return command;
    }
}
