using System.Text;
using FsCheck.Xunit;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class CsvRowReaderTests
{
    [Theory]
    [InlineData("text\na\nb\n")]
    [InlineData("text\r\na\r\nb")]
    [InlineData("text\ra\rb\r")]
    [InlineData("id,text\n1,a\n2,b\n")]
    public async Task Every_line_ending_parts_rows(string file) =>
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

    [Fact]
    public async Task Bytes_that_are_no_text_fail_their_row_only()
    {
        var file = new MemoryStream([.. "text\nbad "u8, 0xFF, .. "\ngood\n"u8]);
        var rows = await ReadAsync(await new StreamReader(file, Encoding.UTF8).ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Contains("UTF-8", rows[0].Error);
        Assert.Equal("good", rows[1].Text);
    }

    [Fact]
    public async Task A_field_of_ten_megabytes_fails_its_row_only()
    {
        var rows = await ReadAsync($"text\n\"{new string('a', 10_000_000)}\"\ngood\n");

        Assert.Contains("10000000 characters", rows[0].Error);
        Assert.Equal("good", rows[1].Text);
    }

    [Property(MaxTest = 200)]
    public async Task<bool> Whatever_is_written_is_read_again(string?[]? texts)
    {
        var expected = (texts ?? []).Select(text => text ?? "").ToList();
        var file = new StringWriter();
        await using (var csv = CsvFormat.Writer(file, ","))
        {
            foreach (var field in expected.SelectMany((text, i) => new[] { i == 0 ? "" : $"{i}", text }).Prepend("text").Prepend("id").Select((field, i) => (field, i)))
            {
                csv.WriteField(field.field, shouldQuote: true);
                if (field.i % 2 == 1)
                    await csv.NextRecordAsync();
            }
        }

        return (await ReadAsync(file.ToString())).Select(row => row.Fields[1]).SequenceEqual(expected);
    }

    private static async Task<List<CsvRow>> ReadAsync(string file)
    {
        var (layout, problem) = CsvDialect.Find(file[..Math.Min(file.Length, 1000)], file.Length <= 1000, new Dictionary<string, string>());
        Assert.Null(problem);
        using var parser = CsvFormat.Reader(new StringReader(file), layout!.Delimiter);
        var reader = new CsvRowReader(parser, layout, new());
        var all = new List<CsvRow>();
        while (await reader.ReadAsync() is { Count: > 0 } rows)
            all.AddRange(rows);
        return all;
    }
}
