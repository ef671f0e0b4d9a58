using System.IO.Compression;
using System.Text;
using Sentiment.Csv;
using SentimentFunctions;
using SentimentFunctions.Scoring;
using SentimentFunctions.Tests.Csv.Cases;

namespace Demo.Tests.Reading;

/// <summary>The page reads a file as the blob function does.</summary>
public sealed class PageReadingTests(PageReadingTests.CaseRun run) : IClassFixture<PageReadingTests.CaseRun>
{
    /// <summary>All cases except those with metadata, which the page does not have. Its user can choose a column.</summary>
    public static TheoryData<string> Names =>
        [.. CsvCase.All.Values.Where(file => (file.Metadata ?? new Dictionary<string, string>()).Keys.All(key => key == "textColumn"))
            .Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_of_the_table_is_read_as_the_function_reads_it(string name)
    {
        var file = CsvCase.All[name];
        var page = run.Tables[name];

        Assert.Equal(file.Right.Refuse, page.Problem is not null || page.Column < 0);
        Assert.Null(await DifferenceAsync(name, file.Bytes, page, file.Metadata));
    }

    [Fact]
    public async Task A_damaged_file_is_read_as_the_function_reads_it()
    {
        (string Name, byte[] Bytes)[] files = [.. CsvMutations.Of(2_000)];

        var pages = await PageReader.ReadAsync(files.Select(file => new PageReader.PageFile(file.Name, file.Bytes)));

        foreach (var (file, page) in files.Zip(pages))
        {
            var difference = await DifferenceAsync(file.Name, file.Bytes, page);
            Assert.True(difference is null, $"{file.Name}: {difference}"); // the whole text, which has the file
        }
    }

    [Theory]
    [InlineData("Satisfaction 1-5", true)]
    [InlineData("Market 1", true)]
    [InlineData("T1", true)]
    [InlineData("1 satsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsatsat!", true)]
    [InlineData("12.", false)]
    [InlineData("Mar 1", false)]
    [InlineData("2024-03-05T10:20:30Z", false)]
    [InlineData("Tuesday, 5 March 2024 10:20:30 PM", false)]
    public async Task A_first_row_with_a_number_or_a_date_is_no_header_as_for_the_function(string name, bool isHeader)
    {
        var file = Encoding.UTF8.GetBytes($"\"{name}\",Guest Review\nA,Good.\nB,Bad.\n");

        var page = Assert.Single(await PageReader.ReadAsync([new("a.csv", file)]));

        Assert.Equal(isHeader, page is { Problem: null, Column: 1 });
        Assert.Null(await DifferenceAsync("a.csv", file, page));
    }

    // These are no cases of the table: the page knows dates a little less well than .NET, so damaged copies would differ.
    [Theory]
    [InlineData("a.csv", "Post ID,Description,Likes,Comments,Shares\n1,good,12,3,0\n2,bad,7,,1\n3,fine,0,NULL,2\n", false)]
    [InlineData("a.csv", "App,Category,Rating,Reviews,Size\nMaps,Travel,4.1,159,19M\nChess,Game,3.9,967,14M\n", true)]
    [InlineData("a.csv", "Last review,Description\n2024-01-02,good\n", false)]
    [InlineData("a.csv", "\"review\",\"stars\"\n\"1\",\"Great product\",5\n\"2\",\"Bad app\",1\n", true)]
    [InlineData("a.csv", "text,note\n0,good,\n1,bad,\n", true)]
    [InlineData("a.csv", "\"review\"\n\"1\",\"Great\nproduct\"\n", true)]
    [InlineData("a.txt", "\"stars\"\t\"review\"\n\"1\"\t5\t\"good\"\n\"2\"\t1\t\"bad\"\n", true)]
    public async Task A_table_with_a_column_of_numbers_is_read_as_the_function_reads_it(string name, string text, bool isRefused)
    {
        var file = Encoding.UTF8.GetBytes(text);

        var page = Assert.Single(await PageReader.ReadAsync([new(name, file)]));

        Assert.Equal(isRefused, page.Problem is not null || page.Column < 0);
        Assert.Null(await DifferenceAsync(name, file, page));
    }

    [Fact]
    public async Task JSON_Lines_are_read_as_the_function_reads_them()
    {
        string[] lines =
        [
            "{\"id\":1,\"text\":\"good \\ud83d\\ude00\",\"more\":{\"text\":[1,\"}\"]}}", "\"a string\"", "", "  ", "bad", "7", "[1]",
            "{\"id\":2}", "{\"text\":null}", "{\"text\":7}", "{\"text\":\"NaN\"}", "{\"text\":\" \"}", "{\"text\":\"\\ud83d\"}",
            "{\"text\":\"a\",\"text\":\"b\"}", "{\"a\":{},\"b\":[],\"text\":\"last, with \\\"quotes\\\"\"}", "{}",
        ];
        byte[] good = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        (string Name, byte[] Bytes)[] files =
        [
            ("a.jsonl", good), ("a.ndjson.gz", Packed(good)), ("a.jsonl", Encoding.UTF8.GetBytes("[\n" + lines[0])),
            ("a.jsonl", "{\"review_text\":\"a\",\"body\":\"b\"}"u8.ToArray()), ("a.jsonl", "{\"x\":\"a\",\"text\":1}"u8.ToArray()),
            ("a.csv.gz", Packed("id,text\n1,good"u8.ToArray())), ("a.csv.gz", Packed(good)[..^9]),
        ];

        var pages = await PageReader.ReadAsync(files.Select(file => new PageReader.PageFile(file.Name, file.Bytes)));

        foreach (var (file, page) in files.Zip(pages))
        {
            var (problem, _, rows) = await ReadAsync(file.Name, file.Bytes, new Dictionary<string, string>());
            Assert.Equal(problem is null, page is { Problem: null, Column: >= 0 });
            Assert.Equal(
                rows.Select(row => (row.Error is null ? row.Text : "", row.Error is null)),
                (page.Rows ?? []).Select(row => (row.Error is null ? row.Text! : "", row.Error is null)));
        }
    }

    [Theory]
    [InlineData("m.what", """{"m":{"what":"good"},"text":"bad"}""", """{"M":{"WHATS":"good"}}""", """{"m":"bad"}""")]
    [InlineData("not.there", """{"m":{"what":"bad"},"text":"good"}""", """{"not":"there"}""")]
    [InlineData("text", """{"Text":"good"}""", """{"text":"good"}""", """{"TEXT":"a","texts":"b"}""", "\"good\"")]
    [InlineData("text", """{"text":7,"review":"good"}""", """{"review":"good","text":"bad"}""")]
    [InlineData("text", """{"text":null,"review":"good"}""")]
    [InlineData("what", """{"what":null,"stars":5}""", """{"stars":5}""")]
    [InlineData("what", """{"What":"a","whats":"b","text":"c"}""")]
    public async Task The_member_of_the_setting_holds_the_text_as_for_the_function(string textField, params string[] lines)
    {
        var file = Encoding.UTF8.GetBytes(string.Join('\n', lines));

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl", file)], textField));

        var dialect = CsvOpening.Read(file, "a.jsonl", new Dictionary<string, string>(), textField).Layout;
        CsvRow[] rows = dialect is null ? [] : [.. lines.Select(line => JsonLines.Row(1, line, dialect))];
        Assert.Equal(dialect?.Columns[dialect.TextColumn], page.Columns.ElementAtOrDefault(page.Column));
        Assert.Equal(
            rows.Select(row => (row.Error is null ? row.Text : "", row.Error is null)),
            page.Rows.Select(row => (row.Error is null ? row.Text! : "", row.Error is null)));
    }

    [Fact]
    public async Task A_first_line_that_is_too_long_to_show_the_members_is_named()
    {
        var file = Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('a', 300_000)}\"}}\n{{\"text\":\"good\"}}\n");

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl", file)]));

        Assert.Contains("longer than 256 KiB", page.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"good","text":"bad"}""", true)]
    [InlineData("""{"text":"good","more":{"a":1,"b":{},"a":2}}""", true)]
    [InlineData("""{"more":[[],{"a":[{"b" : "\\","\u0062": "\""}]}],"text":"good"}""", true)]
    [InlineData("""{"text":"good","more":[{"a":"text"},{"a":"a"},"a","a"],"a":{"text":"a","A":"\"a\":1,"}}""", false)]
    public async Task A_name_that_an_object_has_twice_is_an_error_at_every_depth(string line, bool isError)
    {
        var file = Encoding.UTF8.GetBytes("{\"text\":\"good\"}\n" + line);

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl", file)]));

        var (_, _, rows) = await ReadAsync("a.jsonl", file, new Dictionary<string, string>());
        Assert.Equal([false, isError], rows.Select(row => row.Error is not null));
        Assert.Equal([false, isError], page.Rows.Select(row => row.Error is not null));
    }

    [Theory]
    [InlineData("""{"text":"good","n":NaN}""", true)]
    [InlineData("""{"text":"good","n":[1, -Infinity]}""", true)]
    [InlineData("""{"text":"so \\ \"good\": NaN","n":x}""", false)]
    public async Task A_line_with_NaN_as_Python_writes_it_has_the_reason_of_the_function(string line, bool isNamed)
    {
        var file = Encoding.UTF8.GetBytes("{\"text\":\"good\"}\n" + line);

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl", file)]));

        var (_, _, rows) = await ReadAsync("a.jsonl", file, new Dictionary<string, string>());
        Assert.Equal(isNamed, rows[1].Error!.Contains("JSON has no NaN or Infinity", StringComparison.Ordinal));
        Assert.Equal(isNamed, page.Rows[1].Error!.Contains("JSON has no NaN or Infinity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x", 12 << 20)]
    [InlineData("\\n", 8 << 20)]
    [InlineData("\\\"", 8 << 20)]
    public async Task A_line_with_a_string_of_many_million_characters_is_read(string piece, int count)
    {
        var more = string.Concat(Enumerable.Repeat(piece, count));
        var file = Packed(Encoding.UTF8.GetBytes($$"""
            {"text":"first"}
            {"more":"{{more}}","text":"second"}
            """));

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl.gz", file)]));

        Assert.Equal(["first", "second"], page.Rows.Select(row => row.Text));
        Assert.All(page.Rows, row => Assert.Null(row.Error));
    }

    [Theory]
    [InlineData("utf-8", "FF")]
    [InlineData("utf-16", "00D8")] // Half of a character.
    [InlineData("utf-16BE", "D800")]
    public async Task A_damaged_line_has_the_error_of_the_function(string encoding, string damage)
    {
        var encoder = Encoding.GetEncoding(encoding);
        byte[] file =
        [
            .. encoder.GetPreamble(), .. encoder.GetBytes("{\"text\":\"good\"}\n{\"text\":\"bad"), .. Convert.FromHexString(damage),
            .. encoder.GetBytes("\"}\n"),
        ];

        var page = Assert.Single(await PageReader.ReadAsync([new("a.jsonl", file)]));

        var (_, _, rows) = await ReadAsync("a.jsonl", file, new Dictionary<string, string>());
        Assert.Contains($"not valid {encoding.ToUpperInvariant()}", rows[1].Error!, StringComparison.Ordinal);
        Assert.Equal(rows.Select(row => Stable(row.Error)), page.Rows.Select(row => Stable(row.Error)));
    }

    [Theory]
    [InlineData("a.txt", false)]
    [InlineData("a.txt.gz", true)]
    [InlineData("A.TXT.GZ", true)]
    [InlineData("a.txt.gz", false)] // Only its name says that it is packed.
    [InlineData("a.csv.gz", true)]
    public async Task A_packed_file_is_read_by_the_name_of_its_content(string name, bool isPacked)
    {
        var lines = "Good, but slow.\nBad, really bad.\n"u8.ToArray();
        var file = new PageReader.PageFile(name, isPacked ? Packed(lines) : lines);

        var page = Assert.Single(await PageReader.ReadAsync([file]));

        Assert.Equal(name.Contains("txt", StringComparison.OrdinalIgnoreCase), page is { Problem: null, Column: 0 });
        Assert.Null(await DifferenceAsync(name, file.Base64, page));
    }

    private static byte[] Packed(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    /// <summary>How page and function differ, or null. Where the function asks for metadata, the page may ask for the column.</summary>
    private static async Task<string?> DifferenceAsync(
        string name, byte[] bytes, PageReader.PageTable page, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var (problem, columns, rows) = await ReadAsync(name, bytes, metadata ?? new Dictionary<string, string>());
        if (problem is not null)
            return page.Problem?.Length > 10 || page is { Problem: null, Column: -1 } ? null : $"Not refused: {problem} {Shown(bytes)}";
        if (page.Problem is not null || page.Column < 0)
            return $"Refused: {page.Problem ?? "no column"} {Shown(bytes)}";
        var isTable = rows.TrueForAll(row => row.Source is null);
        if (isTable && !page.Columns.SequenceEqual(columns))
            return $"The columns are {string.Join('|', page.Columns)}, not {string.Join('|', columns)}. {Shown(bytes)}";
        if (page.Rows.Length != rows.Count)
            return $"There are {page.Rows.Length} rows, not {rows.Count}. {Shown(bytes)}";
        foreach (var (seen, row) in page.Rows.Zip(rows))
        {
            if (isTable
                ? !seen.Fields!.SequenceEqual(row.Fields) || Stable(seen.Error) != Stable(row.Error)
                : (seen.Error is null ? seen.Text : "") != row.Text || seen.Error is null != row.Error is null)
                return $"The row in line {row.Line} is {seen}: {seen.Error}, not {row.Error}. {Shown(bytes)}";
        }

        return null;
    }

    private static async Task<(string? Problem, IReadOnlyList<string> Columns, List<CsvRow> Rows)> ReadAsync(
        string name, byte[] bytes, IReadOnlyDictionary<string, string> metadata)
    {
        var (file, problem) = await CsvFile.OpenAsync(new MemoryStream(bytes), name, metadata);
        if (file is null)
            return (problem, [], []);
        try
        {
            var rows = await file.RowsAsync(row => TextValidation.Of(row, new ScoringOptions(), isDecoded: true)?.Message).ToListAsync();
            return (null, file.Dialect.Columns, rows);
        }
        catch (CsvUnreadableException unreadable)
        {
            return (unreadable.Message, file.Dialect.Columns, []); // A file that cannot be split is read to its end first.
        }
    }

    /// <summary>The page does not mention metadata.</summary>
    private static string? Stable(string? error) => error?.Split(" Save the file as UTF-8")[0];

    private static string Shown(byte[] bytes) => $"Base64: {Convert.ToBase64String(bytes)}";

    /// <summary>The page's reading of all cases, by name.</summary>
    public sealed class CaseRun : IAsyncLifetime
    {
        internal IReadOnlyDictionary<string, PageReader.PageTable> Tables { get; private set; } =
            new Dictionary<string, PageReader.PageTable>();

        public async ValueTask InitializeAsync()
        {
            var files = CsvCase.All.Values.Select(file => new PageReader.PageFile(file.Name, file.Bytes, Chosen(file)));
            var tables = await PageReader.ReadAsync(files);
            Tables = CsvCase.All.Keys.Zip(tables).ToDictionary(pair => pair.First, pair => pair.Second);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static int? Chosen(CsvCase file) =>
            int.TryParse(file.Metadata?.GetValueOrDefault("textColumn"), out var number) ? number - 1 : null;
    }
}
