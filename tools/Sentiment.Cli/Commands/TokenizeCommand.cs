using System.CommandLine;
using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment tokenize</c>: reads JSON Lines and writes JSON Lines with token ids, for comparing tokenizers.</summary>
internal static class TokenizeCommand
{
    private const int LinesAtOnce = 2048;

    public static Command Create(CliConsole console)
    {
        var model = SharedOptions.Model();
        var whole = new Option<bool>("--no-truncation") { Description = "Write all ids, even more than the model accepts." };
        var command = new Command("tokenize",
            "Reads JSON Lines {\"text\"} on standard input and writes {\"text\",\"ids\"}.") { model, whole };
        command.SetAction(async (parsed, ct) =>
        {
            var (tokenizer, limit) = SentimentModel.LoadTokenizer(parsed.GetValue(model) ?? SentimentModel.EmbeddedDirectory);
            if (parsed.GetValue(whole)) limit = int.MaxValue;
            var number = 0;
            await foreach (var lines in InputLines.ReadAsync(console.In, LinesAtOnce, ct))
            {
                foreach (var line in lines)
                {
                    number++;
                    if (string.IsNullOrWhiteSpace(line)) continue;
                    var text = ReadText(line, number);
                    await console.Lines.WriteLineAsync(JsonSerializer.Serialize(new { text, ids = tokenizer.Encode(text, limit).Ids }));
                }

                // Whoever wrote these lines may wait for their ids.
                await console.Lines.FlushAsync(ct);
            }
        });
        return command;
    }

    private static string ReadText(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("text").GetString()
                ?? throw new CliException($"line {number} of standard input: \"text\" is null, but must be a string.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CliException($"line {number} of standard input is not a JSON object with a string \"text\": {exception.Message}");
        }
    }
}
