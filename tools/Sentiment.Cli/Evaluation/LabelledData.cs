using Sentiment.Csv;

namespace Sentiment.Cli.Evaluation;

/// <summary>Reads labelled texts from GLUE TSV, CSV or JSON Lines, by the file's extension; <c>.gz</c> is unpacked first.</summary>
internal static class LabelledData
{
    private static readonly string[] LabelNames = ["label", "sentiment", "sentiment_label", "class", "target", "polarity"];

    /// <summary>The examples in file order, read on demand.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns to read.</param>
    /// <param name="progress">Receives the share of the file that has been read.</param>
    /// <exception cref="CliException">The format, a column or a label is not known. The message names the line and the
    /// remedy.</exception>
    public static IEnumerable<Example> Read(string path, DataOptions options, Action<double>? progress = null)
    {
        var extension = Path.GetExtension(GzipFile.InnerName(path)).ToLowerInvariant();
        if (extension is not (".tsv" or ".csv" or ".jsonl" or ".ndjson"))
        {
            throw new CliException(
                $"{path}: the extension '{extension}' is not known. Name the file .tsv (GLUE), .csv or .jsonl, each also with .gz.");
        }

        using var file = RowFile.OpenAsync(path, Metadata(options, isGlue: extension == ".tsv"), CancellationToken.None)
            .GetAwaiter().GetResult();
        var label = LabelColumn(path, file.Layout.Columns, options.LabelColumn);
        foreach (var row in file.Rows())
        {
            progress?.Invoke(file.Progress);
            yield return row.Error is null
                ? new(row.Line, row.Text, IsPositive(path, row.Line, row.Fields[label]))
                : throw new CliException($"{path}, line {row.Line}: {row.Error} Correct the row, or remove it.");
        }
    }

    /// <summary>Reads a label: 1 or 0, or one of their usual names.</summary>
    /// <exception cref="CliException">The label is not known.</exception>
    public static bool IsPositive(string path, int line, string? label) => label?.Trim().ToLowerInvariant() switch
    {
        "1" or "positive" or "pos" or "true" => true,
        "0" or "negative" or "neg" or "false" => false,
        _ => throw new CliException(
            $"{path}, line {line}: the label is '{label}', but must be 1/0, positive/negative, pos/neg or true/false. Is --label-column " +
            "right?"),
    };

    /// <summary>In GLUE's layout, tabs separate the columns, and quotes have no meaning.</summary>
    private static Dictionary<string, string> Metadata(DataOptions options, bool isGlue)
    {
        var metadata = isGlue
            ? new Dictionary<string, string> { ["header"] = "true", ["delimiter"] = "tab", ["quote"] = "none" }
            : [];
        foreach (var (key, value) in options.Metadata ?? new Dictionary<string, string>())
            metadata[key] = value;
        if (options.TextColumn is { } column)
            metadata["textColumn"] = column;
        return metadata;
    }

    private static int LabelColumn(string path, IReadOnlyList<string> columns, string? wanted) =>
        Column(path, columns, wanted is null ? LabelNames : [wanted], "--label-column");

    private static int Column(string path, IReadOnlyList<string> columns, string[] names, string option)
    {
        foreach (var name in names)
            for (var i = 0; i < columns.Count; i++)
                if (TextColumnNames.Same(columns[i], name))
                    return i;
        throw Unknown(path, columns, $"one is {string.Join(" or ", names)}", option);
    }

    private static CliException Unknown(string path, IReadOnlyList<string> columns, string expected, string option) => new(
        $"{path} has the columns {string.Join(", ", columns.Select(column => $"'{column}'"))}; {expected} was expected. "
        + $"Name it with {option}.");
}

/// <summary>How to read a labelled file.</summary>
/// <param name="TextColumn">The column with the texts; null to find it by name.</param>
/// <param name="LabelColumn">The column with the labels; null to find it by name.</param>
/// <param name="Metadata">Other settings for reading the file.</param>
internal sealed record DataOptions(
    string? TextColumn = null, string? LabelColumn = null, IReadOnlyDictionary<string, string>? Metadata = null);

/// <summary>A labelled text.</summary>
/// <param name="Line">The line in the file, counted from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Positive">Its label.</param>
internal readonly record struct Example(int Line, string Text, bool Positive);
