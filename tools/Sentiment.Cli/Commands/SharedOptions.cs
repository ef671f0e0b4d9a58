using System.CommandLine;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class SharedOptions
{
    public static Option<string?> Model() => new("--model", "-m")
    {
        Description = "A model directory, an .onnx file in one, or sentiment-tiny. The default is sentiment-small.",
        HelpName = "MODEL",
    };

    public static Option<string[]> Metadata() => new("--metadata")
    {
        Description = "Settings for reading the file, as in blob metadata (docs/csv.md): textColumn, header, delimiter, quote, encoding.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The metadata by key.</summary>
    /// <exception cref="CliException">A key has no value.</exception>
    public static Dictionary<string, string> Pairs(string[] metadata)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var pair in metadata)
        {
            pairs[pair.Split('=')[0]] = pair.Split('=', 2) is [_, var value] ? value
                : throw new CliException($"--metadata '{pair}' has no value. Write it as KEY=VALUE, such as textColumn=2.");
        }

        return pairs;
    }

    /// <summary>Loads the requested model.</summary>
    public static SentimentModel Load(string? directory, InferenceOptions? options = null) =>
        SentimentModel.Load(directory ?? SentimentModel.EmbeddedDirectory, options);
}
