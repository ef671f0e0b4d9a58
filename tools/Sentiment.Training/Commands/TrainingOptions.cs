using System.CommandLine;

namespace Sentiment.Training.Commands;

/// <summary>Options that several commands share.</summary>
internal static class TrainingOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Directory with sst2/ and extra/ (docs/training.md lists their contents).",
        DefaultValueFactory = _ => Path.Combine("..", "shared", "data"),
    };

    public static Option<string> Vocabulary() => new("--vocab")
    {
        Description = "The vocabulary to train with; the vocabulary command makes one.",
        DefaultValueFactory = _ => Path.Combine("models", "sentiment-tiny", "vocab.txt"),
    };

    public static Option<string> Results() => new("--out")
    {
        Description = "Directory for checkpoints and the exported model. A stage continues from its checkpoint if there is one.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "training"),
    };

    public static Option<int> Seed() => new("--seed") { Description = "The same seed gives the same model.", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads for each tensor operation. A different number changes the order of summation, and so the last digits.",
        DefaultValueFactory = _ => 1,
    };

    public static Option<int> Steps() => new("--steps")
    {
        Description = "The maximum number of steps. The learning rate falls over the last of them.",
        DefaultValueFactory = _ => int.MaxValue,
    };

    public static Option<bool> InBFloat16() => new("--bfloat16")
    {
        Description = "Computes matrix products in bfloat16: twice as fast on processors with AVX512-BF16, slower on others.",
    };
}
