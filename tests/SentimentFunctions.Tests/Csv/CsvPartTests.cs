using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sentiment.Csv;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Csv.Cases;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>A file gives the same bytes and the same counts however it is split into parts.</summary>
public sealed class CsvPartTests
{
    private static readonly string[] Pieces =
    [
        "good", "a bad film, really", "\"quoted, text\"", "\"two\nlines\"", "\"three\r\nlines\r\nhere\"",
        "\"a \"\"quote\"\" in it\"", "\"\"",
        ",", ",", ",", "\n", "\r\n", "\r", "\n\n", "é", "日本語", "😀", "\"", "N/A", " ", "\u001A", "7",
    ];

    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32,
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
    ];

    public static TheoryData<string> Names => [.. CsvCase.All.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_file_of_the_table_gives_the_same_from_parts_of_a_row(string name)
    {
        var file = CsvCase.All[name];
        await AssertSameAsync(name, file.Bytes, 1, file.Metadata);
    }

    [Property(MaxTest = 150)]
    public Property Generated_files_give_the_same_whatever_the_size_of_their_parts() => Prop.ForAll(
        Files().ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (file, partBytes) =>
        {
            AssertSameAsync("a.csv", file, partBytes).GetAwaiter().GetResult();
            return true;
        });

    [Fact]
    public async Task A_text_that_begins_with_a_byte_order_mark_keeps_it_at_the_beginning_of_a_part()
    {
        var file = Encoding.UTF8.GetBytes("text,id\ngood film,1\n\uFEFFgood film,2\n");
        await AssertSameAsync("a.csv", file, 1);
    }

    [Fact]
    public async Task Parts_end_at_their_size_and_contain_every_byte_once()
    {
        var file = Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"row number {i}\n")));
        var (plan, _) = await PlanAsync(file, partBytes: 1000, partRows: 100_000);
        Assert.All(plan!.Parts.SkipLast(1), part => Assert.InRange(part.Length, 1000, 1020));
        Assert.Equal(file.Length, plan.Parts.Sum(part => part.Length));
        Assert.Equal(1000, plan.Rows);

        var (rows, _) = await PlanAsync(file, partBytes: 1 << 20, partRows: 100);
        Assert.Equal(Enumerable.Repeat(100L, 10), rows!.Parts.Select(part => part.Rows));
        Assert.Equal([1, 102, 202], rows.Parts.Take(3).Select(part => part.Line));
    }

    [Fact]
    public async Task The_progress_has_room_for_every_part_to_be_scored_three_times()
    {
        var file = Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Repeat("good\n", 100_000)));
        var (plan, _) = await PlanAsync(file, partBytes: 1, partRows: 1);
        Assert.InRange(1 + 3 * plan!.Parts.Count, 30_000, 50_000);
    }

    [Fact]
    public async Task A_file_whose_last_quote_never_closes_is_refused_before_scoring()
    {
        var file = Encoding.UTF8.GetBytes("id,text\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},good\n")) + "7,\"bad");
        var (plan, problem) = await PlanAsync(file, 1 << 20, 20_000);
        Assert.Null(plan);
        Assert.Contains("line 50002", problem);
    }

    [Theory]
    [InlineData("delimiter", "§")]
    [InlineData("quote", "»")]
    [InlineData("encoding", "iso-2022-jp")]
    [InlineData("encoding", "ibm037")]
    public async Task A_file_that_cannot_be_cut_is_one_part_and_its_rows_are_counted(string key, string value)
    {
        var (plan, problem) = await PlanUncutAsync(key, value, rows: 500, partBytes: 2500);

        Assert.Null(problem);
        Assert.Equal(500, Assert.Single(plan!.Parts).Rows);
    }

    [Theory]
    [InlineData("delimiter", "§", "commas")]
    [InlineData("quote", "»", "commas")]
    [InlineData("encoding", "iso-2022-jp", "UTF-8")]
    [InlineData("encoding", "ibm037", "UTF-8")]
    public async Task A_file_that_cannot_be_cut_is_refused_if_it_is_larger_than_four_parts(string key, string value, string remedy)
    {
        var (plan, problem) = await PlanUncutAsync(key, value, rows: 500, partBytes: 1000);

        Assert.Null(plan);
        Assert.Contains("larger than 4000 bytes", problem, StringComparison.Ordinal);
        Assert.Contains(remedy, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_cut_is_refused_before_scoring_if_it_is_broken()
    {
        var (plan, problem) = await PlanUncutAsync("delimiter", "§", rows: 500, partBytes: 10_000, end: "7§\"bad");

        Assert.Null(plan);
        Assert.Contains("line 502", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x', 17, false)]
    [InlineData('x', 15, true)]
    [InlineData('\n', 17, false)]
    [InlineData('\n', 15, true)]
    public async Task A_file_with_a_row_or_blank_lines_of_more_than_64_MiB_is_refused(char sign, int mebiCharacters, bool isPlanned)
    {
        // Beyond the sample from which the layout is found; four bytes a character, so that no field is too long.
        var text = "id,text\n" + string.Concat(Enumerable.Repeat("1,good\n", 50_000)) + "2," + new string(sign, mebiCharacters << 20);
        byte[] file = [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(text)];

        var (plan, problem) = await PlanAsync(file, partBytes: 1 << 20, partRows: 20_000);

        Assert.Equal(isPlanned, plan is not null);
        if (!isPlanned)
            Assert.StartsWith("From line 40002 on, one row, with the blank lines around it, has more than 67108864 bytes", problem);
    }

    [Fact]
    public async Task A_row_whose_long_field_must_be_decoded_is_read_no_further_than_a_row_may_reach()
    {
        // The first field has too many bytes, but not too many characters. What follows belongs to the same row, and its quotation never
        // closes: whoever reads the row to its end reports that.
        var rows = Encoding.UTF8.GetBytes("id,text\n" + string.Concat(Enumerable.Repeat("1,good\n", 50_000)));
        var first = Encoding.UTF8.GetBytes(new string('\u00E9', 17 << 20));
        var next = Encoding.UTF8.GetBytes(new string('x', 25 << 20));
        byte[] file = [.. rows, .. first, (byte)',', .. next, (byte)',', .. next, (byte)',', (byte)'"'];

        var (plan, problem) = await PlanAsync(file, partBytes: 1 << 20, partRows: 20_000);

        Assert.Null(plan);
        Assert.StartsWith("From line 50002 on, one row", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_reports_parts_scored_by_different_models()
    {
        var summary = await SummaryAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(
            ["model-0", "model-1"], summary.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_file_is_summarized_although_the_clock_of_the_planning_instance_is_ahead(int seconds)
    {
        var summary = await SummaryAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal("done", summary.GetProperty("state").GetString());
        Assert.InRange(summary.GetProperty("rowsPerSecond").GetDouble(), 1, 1e6);
    }

    private static async Task<JsonElement> SummaryAsync(TimeSpan sincePlanned)
    {
        var (plan, _) = await PlanAsync("text\ngood\nbad\n"u8.ToArray(), partBytes: 1, partRows: 1);
        var results = plan!.Parts.Select((_, part) => new PartResult(
            part, "1", new Dictionary<string, long> { ["POSITIVE"] = 1 }, 0, 0, 3, 0, 0, 0.9, [],
            new PartModel($"model-{part}", "hash", 512), "instance", 1));
        return JsonElement.Parse(CsvSummary.Of("a.csv", plan, [.. results], plan.Planned + sincePlanned, lastPart: 1));
    }

    private static Gen<byte[]> Files() =>
        from header in Gen.Elements("text\n", "id,text\r\n", "id;review text;stars\n", "")
        from pieces in Gen.Elements(Pieces).ArrayOf()
        from encoding in Gen.Elements(Encodings)
        select (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(header + string.Concat(pieces))];

    private static async Task AssertSameAsync(
        string name, byte[] file, int partBytes, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var (whole, cut) = (await ScoredCsv.OfAsync(name, file, metadata),
            await ScoredCsv.OfAsync(name, file, metadata, partBytes: partBytes));
        Assert.Equal(whole.Output, cut.Output);
        Assert.Equal(whole.Problem, cut.Problem);
        if (whole.Problem is not null)
            return;
        foreach (var count in new[] { "rows", "positives", "negatives", "failed", "truncated", "skippedLines", "shortRows", "tokens" })
            Assert.Equal(whole[count], cut[count]);
        Assert.Equal(whole.Summary.GetProperty("errors").ToString(), cut.Summary.GetProperty("errors").ToString());
    }

    /// <summary>Plans a file with a metadata that makes it impossible to find its rows without decoding.</summary>
    private static async Task<(CsvPlan? Plan, string? Problem)> PlanUncutAsync(
        string key, string value, int rows, int partBytes, string end = "")
    {
        var delimiter = key == "delimiter" ? value : ",";
        var text = $"id{delimiter}text\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i}{delimiter}good\n")) + end;
        var encoding = key == "encoding" ? CsvEncodings.Named(value)! : Encoding.UTF8;
        using var stream = new MemoryStream(encoding.GetBytes(text));
        return await new CsvPlanner(partBytes, 20_000).PlanAsync(
            stream, "a.csv", new Dictionary<string, string> { [key] = value }, "1", Stop);
    }

    private static async Task<(CsvPlan? Plan, string? Problem)> PlanAsync(byte[] file, int partBytes, int partRows)
    {
        using var stream = new MemoryStream(file);
        return await new CsvPlanner(partBytes, partRows).PlanAsync(stream, "a.csv", new Dictionary<string, string>(), "1", Stop);
    }
}
