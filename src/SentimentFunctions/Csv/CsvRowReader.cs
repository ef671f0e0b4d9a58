using CsvHelper;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>Reads a file in chunks of rows, of bounded size whatever the file holds. Every row keeps its place.</summary>
internal sealed class CsvRowReader(CsvParser parser, CsvDialect layout, ScoringOptions options)
{
    /// <summary>Enough texts to fill many batches of the engine, few enough to stay small in memory.</summary>
    private const int ChunkRows = 512;

    /// <summary>Rows of long texts make a smaller chunk.</summary>
    private const int ChunkCharacters = 128 * 1024;

    private bool started;

    /// <summary>The next rows; none at the end of the file.</summary>
    /// <exception cref="CsvHelperException">The rest of the file cannot be read as CSV.</exception>
    public async Task<List<CsvRow>> ReadAsync()
    {
        var rows = new List<CsvRow>();
        if (!started && layout.HasHeader)
            await parser.ReadAsync();
        started = true;
        for (var characters = 0; rows.Count < ChunkRows && characters < ChunkCharacters;)
        {
            var line = parser.RawRow + 1;
            if (!await parser.ReadAsync())
                break;
            var row = Row(line, parser.Record!);
            characters += row.Fields.Sum(field => field.Length);
            rows.Add(row);
        }

        return rows;
    }

    private CsvRow Row(int line, string[] fields)
    {
        var count = layout.Columns.Count;
        if (fields.Length > count)
        {
            // Which field the surplus delimiter split is unknown, so nothing is scored; nothing is lost either.
            var error = $"The row has {fields.Length} fields, the header {count}. Quote fields that hold '{layout.Delimiter}'.";
            return new(line, [.. fields[..(count - 1)], string.Join(layout.Delimiter, fields[(count - 1)..])], "", error);
        }

        if (fields.Length < count)
            Array.Resize(ref fields, count);
        for (var i = 0; i < count; i++)
            fields[i] ??= "";
        var text = fields[layout.TextColumn];
        return TextValidation.Of(text, options) is { } refusal ? new(line, fields, "", refusal.Message) : new(line, fields, text, null);
    }
}
