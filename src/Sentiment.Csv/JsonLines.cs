using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>
/// JSON Lines: one object or one string per line. The members of the objects are the columns; a string is the text alone.
/// </summary>
internal static partial class JsonLines
{
    /// <summary>The usual member of the score.</summary>
    public const string UsualScoreMember = "sentiment";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a file of this name holds JSON Lines.</summary>
    public static bool IsName(string name) =>
        name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the member that holds the text, or says what is wrong and what to do.</summary>
    /// <param name="text">The beginning of the file.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="metadata">What the uploader says about the file.</param>
    /// <param name="textField">The member, or the path to it, that holds the text where the metadata name none; null for none.</param>
    public static (CsvDialect? Dialect, string? Problem) Find(string text, bool isWhole, CsvMetadata metadata, string? textField)
    {
        if (metadata.TableKey is { } key)
            return (null, $"The metadata '{key}' is for tables, and the file's name says that it holds JSON Lines. Remove one of them.");
        var sample = CsvSample.Read(text, isWhole, delimiter: null, quote: null);
        if (sample.Rows.Count == 0)
            return (null, "The file has no rows.");
        var lines = sample.Rows.Select(row => row[0]).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        if (lines.Count == 0)
            return (null, "The file has nothing but blank lines.");
        if (!isWhole && text.AsSpan().TrimStart().IndexOfAny('\n', '\r') < 0)
            return (null, "The first line is longer than 256 KiB, so it cannot show the members. Put a shorter line first.");
        if (Parse(lines[0]).Error is { } error)
            return (null, $"The first row is not a line of JSON Lines: {error} Write one object or string per line, or give the file the "
                + "extension of its format (.csv, .txt).");
        JsonElement[] objects = [.. lines.Select(line => Parse(line).Value).Where(value => value.ValueKind == JsonValueKind.Object)];
        string[] columns = [.. objects.SelectMany(row => row.EnumerateObject()).Select(member => member.Name).Distinct()];
        if (metadata.TextColumn is { } wanted)
        {
            return At(objects, columns, wanted) ?? (objects.Length == 0 ? Dialect([], wanted) : (null,
                $"No object at the beginning of the file has '{wanted}', which the metadata textColumn gives, but "
                + $"{Names(columns)}. Give a name, or a path such as review.text."));
        }

        return (textField is null ? null : At(objects, columns, textField, mustBeText: true))
            ?? ByUsualNames(objects, columns)
            ?? (textField is null ? null : At(objects, columns, textField)) // All texts of the sample may be missing.
            ?? (null, $"No member is known to hold the text: the objects have {Names(columns)}. Call it {TextColumnNames.Examples}, or "
                + "set the metadata textColumn (a name, or a path such as review.text).");
    }

    /// <summary>The row of a line.</summary>
    /// <param name="line">The line's number, from 1.</param>
    /// <param name="source">The line.</param>
    /// <param name="dialect">The file's dialect.</param>
    public static CsvRow Row(int line, string source, CsvDialect dialect)
    {
        var (value, error) = Parse(source);
        var fields = new string[dialect.Columns.Count];
        Array.Fill(fields, "");
        if (error is null && value.ValueKind == JsonValueKind.Object)
            Fill(fields, dialect.Columns, value);
        (fields[dialect.TextColumn], error) = error is null ? Text(value, dialect.Columns[dialect.TextColumn]) : (source, error);
        return new(line, fields, error is null ? fields[dialect.TextColumn] : "", error) { Source = source };
    }

    /// <summary>Objects usually have their members in the same order, so few names are compared.</summary>
    private static void Fill(string[] fields, IReadOnlyList<string> columns, JsonElement row)
    {
        var next = 0;
        foreach (var member in row.EnumerateObject())
        {
            var place = next;
            if (place >= fields.Length || !member.NameEquals(columns[place]))
                place = Enumerable.Range(0, fields.Length).FirstOrDefault(at => member.NameEquals(columns[at]), -1);
            if (place < 0)
                continue;
            fields[place] = member.Value.ValueKind == JsonValueKind.String ? JsonText.Of(member.Value) : member.Value.GetRawText();
            next = place + 1;
        }
    }

    /// <summary>The member of the scores of a file, by its beginning.</summary>
    /// <param name="text">The beginning of the file.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static string ScoreMember(string text, bool isWhole) => ScoreMember(
        UsualScoreMember, [.. CsvSample.Read(text, isWhole, delimiter: null, quote: null).Rows.Select(row => Parse(row[0]).Value)]);

    /// <summary>The first name for the score that no row uses for a member of its own.</summary>
    /// <param name="name">The name to begin with.</param>
    /// <param name="rows">The rows; those that are not objects have no members.</param>
    public static string ScoreMember(string name, IReadOnlyList<JsonElement> rows)
    {
        while (rows.Any(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && !IsScore(value)))
            name += "_score";
        return name;
    }

    /// <summary>Whether a member is the score of an earlier scoring, which the new score replaces.</summary>
    private static bool IsScore(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && (IsError(value) || (value.TryGetProperty("label", out _) && value.TryGetProperty("tokens", out _)));

    private static bool IsError(JsonElement value) =>
        value.GetPropertyCount() == 1 && value.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String;

    /// <summary>Reads a line. Never throws: the error says what is wrong with the line.</summary>
    public static (JsonElement Value, string? Error) Parse(string line)
    {
        try
        {
            // Not disposed of: only pooled memory would be returned earlier.
            var value = JsonDocument.Parse(line, Strict).RootElement;
            return value.ValueKind is JsonValueKind.Object or JsonValueKind.String
                ? (value, null)
                : (value, $"The line is a JSON {value.ValueKind}, not an object or a string.");
        }
        // The last two are for half a surrogate pair in a name.
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // The message ends with a number of a line, which is not that of the file.
            var reason = HasNaN(line)
                ? "JSON has no NaN or Infinity. Write null instead (in Python, allow_nan=False finds them)."
                : exception.Message.Split(" LineNumber:")[0];
            return (default, $"The line is not valid JSON: {reason}");
        }
    }

    /// <summary>Whether NaN or Infinity is a value, as Python writes them.</summary>
    private static bool HasNaN(string line)
    {
        // Without escaped quotes, an even number of quotes comes before what is outside of strings.
        var plain = line.Replace(@"\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal);
        var (at, quotes) = (0, 0);
        foreach (var found in NaN().EnumerateMatches(plain))
        {
            quotes += plain.AsSpan(at, found.Index - at).Count('"');
            if (quotes % 2 == 0)
                return true;
            at = found.Index;
        }

        return false;
    }

    private static (string Text, string? Error) Text(JsonElement row, string name)
    {
        var value = row;
        if (row.ValueKind == JsonValueKind.Object)
        {
            var (path, problem) = MemberPath.Find(row, name);
            if (path is null)
            {
                return ("", problem
                    ?? $"The object has no {ShownName.Of(name)}, but {Names(row.EnumerateObject().Select(member => member.Name))}.");
            }

            value = path[^1].Value;
        }

        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => (value.GetString()!, null),
                JsonValueKind.Null => ("", "The text is empty: it is null."),
                var kind => (value.GetRawText(), $"{ShownName.Of(name)} is a JSON {kind}, not a string."),
            };
        }
        catch (InvalidOperationException)
        {
            return ("", "The text holds half of a character: an escape such as \\ud83d without the one that belongs to it.");
        }
    }

    /// <summary>The dialect by the member with the best name, or why it cannot be chosen; null if no name is known.</summary>
    private static (CsvDialect?, string?)? ByUsualNames(JsonElement[] objects, string[] columns)
    {
        if (objects.Length == 0)
            return Dialect([], "text");
        string[] texts = [.. columns.Where(column => objects.Any(
            row => row.TryGetProperty(column, out var value) && value.ValueKind == JsonValueKind.String))];
        if (TextColumnNames.Best(texts) is null)
            texts = columns; // All texts of the sample may be missing; each line then has an error.
        return TextColumnNames.Best(texts) switch
        {
            (_, [var only]) => Dialect(columns, texts[only]),
            (_, var several) => (null, $"The members {Names(several.Select(place => texts[place]))} may each hold the text. "
                + "Name one in the metadata textColumn."),
            null => null,
        };
    }

    /// <summary>
    /// The dialect of a file whose text is in the named member; null if no object has it, or, where it must be text, if it is never a
    /// string.
    /// </summary>
    private static (CsvDialect?, string?)? At(JsonElement[] objects, string[] columns, string name, bool mustBeText = false)
    {
        foreach (var row in objects)
        {
            var (path, problem) = MemberPath.Find(row, name);
            if (problem is not null)
                return (null, problem);
            if (path is not null && (!mustBeText || path[^1].Value.ValueKind == JsonValueKind.String))
                return Dialect(columns, path.Length == 1 ? path[0].Name : name);
        }

        return null;
    }

    private static (CsvDialect, string?) Dialect(string[] columns, string text)
    {
        var place = Array.IndexOf(columns, text);
        return (new(null, null, place < 0 ? [.. columns, text] : columns, false, place < 0 ? columns.Length : place) { IsJsonLines = true },
            null);
    }

    private static string Names(IEnumerable<string> names) => ShownName.List(names) is { Length: > 0 } shown ? shown : "nothing";

    [GeneratedRegex(@"[:,\[]\s*-?(NaN|Infinity)\b")]
    private static partial Regex NaN();
}
