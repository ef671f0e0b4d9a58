using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace SentimentFunctions.Csv;

/// <summary>
/// RFC 4180 as people write it, by CsvHelper: the most used CSV library of .NET, kept since 2009, which takes CR, LF and CRLF alike, quoted line
/// breaks and stray quotes, and grows its buffer only with the longest row.
/// </summary>
internal static class CsvFormat
{
    /// <summary>A longer field is a quote that was never closed; without a bound it would take in the rest of the file.</summary>
    private const int MaxFieldCharacters = 32 << 20;

    /// <summary>Reads rows as arrays of fields.</summary>
    public static CsvParser Reader(TextReader text, string delimiter) => new(text, Configuration(delimiter));

    /// <summary>Writes rows field by field, each quoted where it must be.</summary>
    public static CsvWriter Writer(TextWriter text, string delimiter) => new(text, Configuration(delimiter));

    private static CsvConfiguration Configuration(string delimiter) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        BadDataFound = null,
        MaxFieldSize = MaxFieldCharacters,
        BufferSize = 1 << 16,
    };
}
