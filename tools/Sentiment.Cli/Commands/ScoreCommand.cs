using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment score</c>: texts from arguments, a file or standard input, one score a line.</summary>
internal static class ScoreCommand
{
    private const int LinesAtOnce = 2048;

    public static Command Create(CliConsole console)
    {
        var texts = new Argument<string[]>(
            "text")
        {
            Description = "Texts to score; without any, one text per line of --file or standard input.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "A file with one text per line." };
        var json = new Option<bool>("--json") { Description = "Write JSON Lines instead of a table of label, score and text." };
        var model = SharedOptions.Model();
        var command = new Command("score", "Scores texts.") { texts, file, json, model };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = new SentimentEngine(SharedOptions.Load(parsed.GetValue(model)));
            foreach (var chunk in Read(parsed.GetValue(texts) ?? [], parsed.GetValue(file), console).Chunk(LinesAtOnce))
                await WriteAsync(console, chunk, await engine.ScoreAsync(chunk, ct), parsed.GetValue(json));
        });
        return command;
    }

    private static IEnumerable<string> Read(string[] texts, FileInfo? file, CliConsole console) =>
        texts.Length > 0 ? texts : file is not null ? File.ReadLines(file.FullName) : Lines(console.In);

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static async Task WriteAsync(CliConsole console, string[] texts, SentimentScore[] scores, bool json)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            var score = scores[i];
            await console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(
                    new
                    {
                        text = texts[i],
                        label = score.Label,
                        score = score.Score,
                        scores = score.Scores,
                        tokens = score.Tokens,
                        truncated = score.Truncated
                    }, CliJson.Options)
                : string.Create(CultureInfo.InvariantCulture, $"{score.Label}\t{score.Score:F4}\t{texts[i].ReplaceLineEndings(" ")}"));
        }
    }
}
