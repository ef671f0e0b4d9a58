using System.Text;
using FsCheck.Xunit;
using Sentiment.Csv;
using SentimentFunctions.Csv;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests.Csv;

public sealed class CsvRowReaderTests
{
    [Theory]
    [InlineData("text\na\nb\n")]
    [InlineData("text\r\na\r\nb")]
    [InlineData("text\ra\rb\r")]
    [InlineData("id,text\n1,a\n2,b\n")]
    public async Task Every_line_ending_separates_rows(string file) =>
        Assert.Equal(["a", "b"], (await ReadAsync(file)).Select(row => row.Text));

    [Fact]
    public async Task A_quoted_field_may_hold_line_breaks_delimiters_and_quotes()
    {
        var rows = await ReadAsync("id,text\n1,\"one, \"\"two\"\"\nthree\"\n2,b\n");

        Assert.Equal(["one, \"two\"\nthree", "b"], rows.Select(row => row.Text));
        Assert.Equal([2, 4], rows.Select(row => row.Line));
    }

    [Fact]
    public async Task A_ragged_row_keeps_its_place_and_loses_nothing()
    {
        var rows = await ReadAsync("id,text\n1,a,b\n2\n3,c\n");

        Assert.Contains("3 fields", rows[0].Error);
        Assert.Equal(["1", "a,b"], rows[0].Fields);
        Assert.Equal(["2", ""], rows[1].Fields);
        Assert.NotNull(rows[1].Error);
        Assert.Equal("c", rows[2].Text);
    }

    [Theory]
    [InlineData("id\ttext\n1\tgood\n2\ta\tb\n", "The row has 3 fields, the header 2. Quote fields that hold a tab.")]
    [InlineData("id,text\n1,good\n2\n", "The row has 1 field; the text is in column 2.")]
    [InlineData("text,stars\ngood,1\n7\n", "The row has 1 field, the header 2, and no word is in the text's column.")]
    public async Task The_number_of_fields_and_the_delimiter_are_written_in_words(string file, string error) =>
        Assert.StartsWith(error, (await ReadAsync(file))[1].Error, StringComparison.Ordinal);

    [Fact]
    public async Task Bytes_that_are_not_text_fail_only_their_row()
    {
        var rows = await ReadAsync([.. "text\nbad café "u8, 0xFF, .. "\ngood\n"u8]);

        Assert.Contains("UTF-8", rows[0].Error);
        Assert.Equal("good", rows[1].Text);
    }

    [Fact]
    public async Task A_field_of_ten_megabytes_fails_only_its_row()
    {
        var rows = await ReadAsync($"text\n\"{new string('a', 10_000_000)}\"\ngood\n");

        Assert.Contains("10000000 characters", rows[0].Error);
        Assert.Equal("good", rows[1].Text);
    }

    [Property(MaxTest = 200)]
    public async Task<bool> Every_written_row_is_read_back(string?[]? texts)
    {
        string[][] expected = [.. (texts ?? []).Select((text, i) => new[] { i == 0 ? "" : $"{i}", text ?? "" })];
        var file = new StringWriter();
        var writer = new CsvRowWriter(file, ',');
        foreach (var row in expected)
            writer.Write(row);

        var parser = new CsvParser(new StringReader(file.ToString()), ',', '"');
        var read = new List<string[]>();
        while (await parser.ReadAsync() is { } row)
            read.Add(row);
        return read.Count == expected.Length && read.Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    private static Task<List<CsvRow>> ReadAsync(string file) => ReadAsync(Encoding.UTF8.GetBytes(file));

    private static async Task<List<CsvRow>> ReadAsync(byte[] file)
    {
        var (opened, problem) = await CsvFile.OpenAsync(new MemoryStream(file), "a.csv", new Dictionary<string, string>());
        Assert.Null(problem);
        return await opened!.RowsAsync(row => TextValidation.Of(row, new(), isDecoded: true)?.Message).ToListAsync();
    }
}
