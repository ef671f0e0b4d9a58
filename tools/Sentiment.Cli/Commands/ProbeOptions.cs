using System.CommandLine;
using System.Text.Json;
using Sentiment.Cli.Probing;
using Sentiment.Cli.Probing.Drawing;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary>Shared code of the probes: the models to score with, and the files to write.</summary>
internal static class ProbeOptions
{
    public static JsonSerializerOptions Json { get; } = new(CliJson.Indented) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Option<string[]> Models() => new("--model", "-m")
    {
        Description = "Model directory; several are shown side by side. The default is the embedded model.",
        HelpName = "DIR",
        DefaultValueFactory = _ => [SentimentModel.EmbeddedDirectory],
    };

    /// <summary>Runs the probe on one model after the other, so that only one is in memory.</summary>
    public static async Task<List<T>> AskAsync<T>(IEnumerable<string> directories, Func<ProbedModel, Task<T>> ask)
    {
        var answers = new List<T>();
        foreach (var directory in directories)
        {
            await using var model = new ProbedModel(new SentimentEngine(SharedOptions.Load(directory)));
            answers.Add(await ask(model));
        }

        return answers;
    }

    public static async Task WriteJsonAsync<T>(string file, T value, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, value, Json, cancellationToken);
    }

    /// <summary>Writes the picture as PNG if the file name ends with .png, otherwise as SVG.</summary>
    public static void Write(string file, Picture picture)
    {
        if (file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            picture.SavePng(file);
        else
            File.WriteAllText(file, picture.ToSvg() + "\n");
    }
}
