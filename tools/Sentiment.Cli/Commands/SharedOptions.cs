using System.CommandLine;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class SharedOptions
{
    public static Option<string?> Model() =>
        new("--model", "-m") { Description = "Model directory; without it, the embedded model.", HelpName = "DIR" };

    /// <summary>Loads the model that was asked for.</summary>
    public static SentimentModel Load(string? directory, InferenceOptions? options = null) =>
        SentimentModel.Load(directory ?? SentimentModel.EmbeddedDirectory, options);
}
