using System.IO.Compression;

namespace Sentiment.Cli.Evaluation;

/// <summary>Reads labelled texts from GLUE TSV, CSV or JSON Lines, by the file's extension; <c>.gz</c> is unpacked on the way.</summary>
internal static class LabelledData
{
    private static readonly string[] TextNames = ["sentence", "text", "review", "review_text", "body", "comment", "content"];
    private static readonly string[] LabelNames = ["label", "sentiment", "sentiment_label", "class", "target", "polarity"];

    /// <summary>The examples in file order, read as they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Its columns.</param>
    /// <param name="progress">Told the share of the file that has been read.</param>
    /// <exception cref="CliException">The format or a column is not known, or a label is not understood; line and remedy are
    /// named.</exception>
    public static IEnumerable<Example> Read(string path, DataOptions options, Action<double>? progress = null)
    {
        using var file = File.OpenRead(path);
        var zipped = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream plain = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        var extension = Path.GetExtension(zipped ? path[..^3] : path).ToLowerInvariant();
        var examples = extension switch
        {
            ".tsv" => TabSeparated.Read(reader, path, columns => Choose(path, columns, options)),
            ".csv" => CommaSeparated.Read(reader, path, columns => Choose(path, columns, options)),
            ".jsonl" or ".ndjson" => JsonLines.Read(reader, path, columns => Choose(path, columns, options)),
            _ => throw new CliException(
                $"{path}: what is in a '{extension}' file? Name it .tsv (GLUE), .csv or .jsonl, each also with .gz."),
        };
        foreach (var example in examples)
        {
            progress?.Invoke((double)file.Position / file.Length);
            yield return example;
        }
    }

    /// <summary>Reads a label: 1 and 0, or the names that people give them.</summary>
    /// <exception cref="CliException">It is none of them.</exception>
    public static bool IsPositive(string path, int line, string? label) => label?.Trim().ToLowerInvariant() switch
    {
        "1" or "positive" or "pos" or "true" => true,
        "0" or "negative" or "neg" or "false" => false,
        _ => throw new CliException(
            $"{path}, line {line}: the label is '{label}', but must be 1/0, positive/negative, pos/neg or true/false. Is --label-column " +
            "right?"),
    };

    private static (int Text, int Label) Choose(string path, IReadOnlyList<string> columns, DataOptions options) =>
        (Find(path, columns, options.TextColumn, TextNames, "--text-column"),
            Find(path, columns, options.LabelColumn, LabelNames, "--label-column"));

    private static int Find(string path, IReadOnlyList<string> columns, string? wanted, string[] usual, string option)
    {
        foreach (var name in wanted is null ? usual : [wanted])
            for (var i = 0; i < columns.Count; i++)
                if (string.Equals(columns[i].Trim(), name, StringComparison.OrdinalIgnoreCase))
                    return i;
        throw new CliException(
            $"{path} has the columns {string.Join(", ", columns.Select(c => $"'{c}'"))}, but none is " +
            $"{string.Join(" or ", wanted is null ? usual : [wanted])}. Name it with {option}.");
    }
}
