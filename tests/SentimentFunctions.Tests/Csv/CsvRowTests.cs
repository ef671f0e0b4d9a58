using System.Text;
using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>How single rows are scored, and how the bytes of a file are decoded.</summary>
public sealed class CsvRowTests
{
    [Theory]
    [InlineData("id,text\n1,good,\n2,bad,,\n", 0, 0)]
    [InlineData("id,text,date\n1,good\n2,bad,2024\n", 0, 1)]
    [InlineData("id,text,date\n1,2024-01-02\n2,bad,2024\n", 1, 1)]
    [InlineData("id,text,date\n1\n2,bad,2024\n", 1, 1)]
    [InlineData("id,text\nid,text\n1,good\n", 1, 0)]
    [InlineData("id,text\n1,NaN\n2, N/A \n3,-\n4,\\N\n5,#REF!\n6,nan\n7,good\n", 6, 0)]
    [InlineData("id,text\n1,\u200B\n2,👍\n3,👎 ❤️\n4,\u2800\n5,none\n6,good 👍\n", 4, 0)]
    public async Task A_row_is_scored_or_has_an_error(string file, int failed, int shorter)
    {
        var scored = await ScoredCsv.OfAsync("a.csv", Encoding.UTF8.GetBytes(file));

        Assert.Null(scored.Problem);
        Assert.Equal((failed, shorter), (scored["failed"], scored["shortRows"]));
    }

    [Fact]
    public async Task Rows_below_the_threshold_are_undecided_and_counted_as_such()
    {
        var options = new InferenceOptions { Undecided = 0.95 };
        await using var cautious = new SentimentEngine(SentimentModel.Load(TestModel.Directory, options), options);
        var file = "text\nA wonderful, moving and very funny film.\nIt is a film.\nA dull, stupid and boring waste of time.\n"u8.ToArray();

        var scored = await ScoredCsv.OfAsync("a.csv", file, partBytes: 1, engine: cautious);

        Assert.Equal((3, 1, 1, 1), (scored["rows"], scored["positives"], scored["negatives"], scored["undecided"]));
        Assert.Equal(1, scored.Summary.GetProperty("labels").GetProperty("UNDECIDED").GetInt32());
        Assert.Contains("It is a film.,UNDECIDED,0.", scored.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("negative", "positive", 2, 1)]
    [InlineData("LABEL_0", "LABEL_1", null, null)]
    public async Task Labels_are_counted_as_the_model_names_them(string zero, string one, int? positives, int? negatives)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        var (config, stop) = (directory.File("config.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            config, (await File.ReadAllTextAsync(config, stop)).Replace("NEGATIVE", zero).Replace("POSITIVE", one), stop);
        await using var engine = new SentimentEngine(SentimentModel.Load(directory.Path));

        var scored = await ScoredCsv.OfAsync("a.csv", "text\ngood\nfine film\nawful\n"u8.ToArray(), engine: engine);

        Assert.Equal(2, scored.Summary.GetProperty("labels").GetProperty(one).GetInt32());
        Assert.Equal(positives, Number("positives"));
        Assert.Equal(negatives, Number("negatives"));
        Assert.Equal(positives is null, scored.Summary.GetProperty("meanScore").ValueKind == JsonValueKind.Null);

        int? Number(string name) => scored.Summary.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;
    }

    [Fact]
    public async Task Columns_of_an_earlier_scoring_are_replaced()
    {
        var once = await ScoredCsv.OfAsync("a.csv", "id,text,stars\n1,good,5\n2,,1\n"u8.ToArray());
        var twice = await ScoredCsv.OfAsync("a.csv", Encoding.UTF8.GetBytes(once.Output!));

        Assert.Equal(once.Output, twice.Output);
    }

    [Theory]
    [InlineData("windows-1252", 0, "José", new byte[] { (byte)'J', (byte)'o', (byte)'s', 0xE9 })]
    [InlineData("utf-8", 1, "é\uFFFD", new byte[] { 0xC3, 0xA9, 0xE9 })]
    [InlineData("utf-8", 1, "\uFFFD\uFFFD", new byte[] { 0xC4, 0xE3, 0xBA, 0xC3 })]
    [InlineData("utf-8", 1, "a\uFFFD", new byte[] { (byte)'a', 0x81 })]
    [InlineData("utf-8", 1, "Ren\uFFFD", new byte[] { (byte)'R', (byte)'e', (byte)'n', 0x8E })]
    [InlineData("windows-1252", 0, "O\u0160", new byte[] { (byte)'O', 0x8A })]
    public async Task A_file_without_a_byte_order_mark_is_utf8_or_windows1252_or_fails_its_damaged_rows(string encoding, int failed,
        string author, byte[] bytes)
    {
        var scored = await ScoredCsv.OfAsync("a.csv", [.. "author,text\n"u8, .. bytes, .. ",good\nAnna,bad\n"u8]);

        Assert.Equal((encoding, 2, failed), (scored.Summary.GetProperty("encoding").GetString(), scored["rows"], scored["failed"]));
        Assert.Contains($"\n{author}", scored.Output);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task Byte_order_marks_name_the_encoding_and_are_written_to_the_output(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] mark = [.. encoding.Preamble];
        var scored = await ScoredCsv.OfAsync("a.csv", [.. mark, .. mark, .. encoding.GetBytes("id,text\n1,good café\n\u001A")]);

        Assert.Null(scored.Problem);
        Assert.Equal((1, 0), (scored["rows"], scored["failed"]));
        Assert.StartsWith("\uFEFFid,text,sentiment_label", scored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_charset_of_the_content_type_is_honoured()
    {
        var scored = await ScoredCsv.OfAsync("a.csv", Encoding.Unicode.GetBytes("id,text\n1,good\n"), null, "text/csv; charset=utf-16");

        Assert.Equal("utf-16", scored.Summary.GetProperty("encoding").GetString());
        Assert.Equal(1, scored["positives"]);
    }

    [Fact]
    public async Task A_byte_order_mark_that_contradicts_the_metadata_is_refused()
    {
        byte[] file = [.. Encoding.UTF8.Preamble, .. "text\ngood\n"u8];
        var scored = await ScoredCsv.OfAsync("a.csv", file, new Dictionary<string, string> { ["encoding"] = "utf-16" });

        Assert.Contains("byte order mark", scored.Problem);
    }
}
