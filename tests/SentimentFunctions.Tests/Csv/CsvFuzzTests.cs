using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sentiment.Csv;
using SentimentFunctions.Scoring;
using SentimentFunctions.Tests.Csv.Cases;

namespace SentimentFunctions.Tests.Csv;

/// <summary>Arbitrary files, mostly of characters and bytes with a meaning in CSV or in an encoding.</summary>
public sealed class CsvFuzzTests
{
    private static readonly byte[][] Pieces =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(), "|"u8.ToArray(),
        "\r"u8.ToArray(), "\n"u8.ToArray(),
        "text"u8.ToArray(), "id,text\n"u8.ToArray(), "good"u8.ToArray(), " "u8.ToArray(), [0], [0x1F], [0x80], [0xC3],
        [0xFF], [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE], [0xFE, 0xFF], [0xD8, 0x00], "é"u8.ToArray(), "😀"u8.ToArray(),
    ];

    private static readonly ScoringOptions Options = new() { MaxCharacters = 100 };

    [Property(MaxTest = 1000)]
    public Property Any_file_is_read_to_its_end_or_refused_with_a_reason() => Prop.ForAll(Files().ToArbitrary(), file =>
    {
        var read = ReadAsync(file).GetAwaiter().GetResult();
        return read.Problem is null
            ? read.Rows.TrueForAll(row => row.Fields.Length == read.Columns && row.Error is null != (row.Text.Length == 0))
            : read.Problem.Length > 0;
    });

    [Property(MaxTest = 300)]
    public Property The_same_file_is_read_the_same_way_again() => Prop.ForAll(Files().ToArbitrary(), file =>
        Shown(ReadAsync(file).GetAwaiter().GetResult()) == Shown(ReadAsync(file).GetAwaiter().GetResult()));

    [Fact]
    public Task Mutations_of_the_tables_files_are_read_or_refused() => ReadMutationsAsync(2_000);

    [Fact(Explicit = true)]
    public Task Many_mutations_of_the_tables_files_are_read_or_refused() => ReadMutationsAsync(50_000);

    private static async Task ReadMutationsAsync(int count)
    {
        foreach (var (name, bytes) in CsvMutations.Of(count))
        {
            var (rows, columns, problem) = await ReadAsync(bytes, name);
            Assert.True(problem is null or { Length: > 10 }, name);
            Assert.All(rows, row => Assert.Equal((columns, row.Error is null), (row.Fields.Length, row.Text.Length > 0)));
        }
    }

    private static Gen<byte[]> Files() => Gen.Elements(Pieces).ArrayOf().Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    private static string Shown((List<CsvRow> Rows, int Columns, string? Problem) read) =>
        $"{read.Columns} {read.Problem} " +
        string.Join('\n', read.Rows.Select(row => $"{row.Line} {row.Error} {string.Join('\u001E', row.Fields)}"));

    private static async Task<(List<CsvRow> Rows, int Columns, string? Problem)> ReadAsync(byte[] file, string name = "a.csv")
    {
        var (opened, problem) = await CsvFile.OpenAsync(new MemoryStream(file), name, new Dictionary<string, string>());
        return opened is null
            ? ([], 0, problem)
            : (await opened.RowsAsync(row => TextValidation.Of(row, Options, isDecoded: true)?.Message).ToListAsync(),
                opened.Dialect.Columns.Count, null);
    }
}
