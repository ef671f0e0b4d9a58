using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment score</c>: scores texts from arguments, a file or standard input, and writes one score per line.</summary>
internal static class ScoreCommand
{
    private const int TextsAtOnce = 2048;

    public static Command Create(CliConsole console)
    {
        var texts = new Argument<string[]>("text")
        {
            Description = "Texts to score; after --, also those that are options. Without any, the texts of --file, or one per line of "
                + "standard input.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var file = new Option<FileInfo?>("--file",
            "-f")
        {
            Description = "CSV, .jsonl, or .txt with one text per line, each also with .gz (docs/csv.md). The name tells which; "
                + "/dev/stdin is read as CSV."
        };
        var metadata = SharedOptions.Metadata();
        var json = new Option<bool>("--json") { Description = "Write JSON Lines instead of a table of label, score and text." };
        var undecided = new Option<double>("--undecided")
        {
            Description = "If the most probable label is less probable than this, the label is UNDECIDED; 0 for never.",
            CustomParser = given => DecimalOption.Read(given, value => value is >= 0 and <= 1, "from 0 to 1, such as 0.7")
        };
        var model = SharedOptions.Model();
        var command = new Command("score", "Scores texts.") { texts, file, metadata, json, undecided, model };
        command.SetAction(async (parsed, ct) =>
        {
            var (arguments, path) = (parsed.GetValue(texts) ?? [], parsed.GetValue(file));
            var settings = SharedOptions.Pairs(parsed.GetRequiredValue(metadata));
            // A shell makes one file and several texts of --file *.csv.
            if (path is not null && arguments.Length > 0)
                throw new CliException($"--file {path} and the text '{arguments[0]}' were given. Score one file at a time, or only texts.");
            if (path is null && settings.Count > 0)
                throw new CliException("--metadata says how to read a file. Name the file with --file.");
            using var rows = path is null ? null : await RowFile.OpenAsync(path.FullName, settings, ct);
            var given = rows is not null ? Rows(rows).Chunk(TextsAtOnce).ToAsyncEnumerable()
                : arguments.Length > 0 ? arguments.Select(Validated).Chunk(TextsAtOnce).ToAsyncEnumerable()
                : InputLines.ReadAsync(console.In, TextsAtOnce, ct).Select(lines => lines.Select(Validated).ToArray());
            var options = new InferenceOptions { Undecided = parsed.GetValue(undecided) };
            await using var engine = new SentimentEngine(SharedOptions.Load(parsed.GetValue(model), options), options);
            var (all, failed) = (0, 0);
            await foreach (var chunk in given)
            {
                string[] scorable = [.. chunk.Where(text => text.Error is null).Select(text => text.Text)];
                var scores = await engine.ScoreEachAsync(scorable, cancellationToken: ct);
                failed += await WriteAsync(console, chunk, scores, parsed.GetValue(json));
                all += chunk.Length;
                // Whoever wrote these lines may wait for their scores.
                await console.Lines.FlushAsync(ct);
            }

            if (failed > 0)
                await console.Error.WriteLineAsync($"sentiment: {failed} of {all} texts have no score; their lines say why.");
        });
        return command;
    }

    /// <summary>Opens the file. A file that cannot be read to its end is refused before anything is written.</summary>
    private static IEnumerable<(string Text, string? Error)> Rows(RowFile file)
    {
        _ = file.Rows().Count();
        return file.Rows().Select(row => (row.Fields[file.Layout.TextColumn], row.Error));
    }

    private static (string Text, string? Error) Validated(string text) => (text,
        string.IsNullOrWhiteSpace(text) ? "The text is empty or blank."
        : text.Contains('\uFFFD') ? "The text was not valid UTF-8. Save it as UTF-8, or give it as a --file."
        : null);

    /// <returns>How many texts have no score.</returns>
    private static async Task<int> WriteAsync(CliConsole console, (string Text, string? Error)[] texts, SentimentScore?[] scores, bool json)
    {
        var (next, failed) = (0, 0);
        foreach (var (text, invalid) in texts)
        {
            var score = invalid is null ? scores[next++] : null;
            var error = invalid ?? score switch
            {
                null => new UnscorableTextException().Message,
                { HasKnownWord: false } => "The model's vocabulary contains no word of the text.",
                _ => null,
            };
            failed += error is null ? 0 : 1;
            await console.Lines.WriteLineAsync((json, error) switch
            {
                (true, null) => JsonSerializer.Serialize(
                    new
                    {
                        text,
                        label = score!.Label,
                        score = score.Score,
                        scores = score.Scores,
                        tokens = score.Tokens,
                        truncated = score.Truncated
                    }, CliJson.Options),
                (true, _) => JsonSerializer.Serialize(new { text, error }, CliJson.Options),
                (false, null) => string.Create(CultureInfo.InvariantCulture, $"{score!.Label}\t{score.Score:F4}\t{OneLine(text)}"),
                _ => $"ERROR\t{error}\t{OneLine(text)}",
            });
        }

        return failed;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
