using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using CsvHelper;

namespace EndToEnd.Tests;

public sealed class CsvTests(SharedHost shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_thousand_rows_come_back_in_order_with_a_summary()
    {
        const int Rows = 20_000;
        var file = new StringBuilder("id,text,stars\r\n");
        for (var i = 0; i < Rows; i++)
            file.Append(CultureInfo.InvariantCulture,
                $"{i},\"Number {i}, {(i % 100 == 7 ? "" : i % 2 == 0 ? "a great buy" : "a \"\"terrible\"\" waste")}\",{i % 5}\r\n");

        var (summary, rows) = await ScoreAsync("twenty-thousand", file.ToString());

        Assert.Equal((Rows, 0), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("failed").GetInt32()));
        Assert.Equal(Rows, summary.GetProperty("positives").GetInt32() + summary.GetProperty("negatives").GetInt32());
        Assert.Equal(Rows, rows.Count);
        Assert.All(rows.Select((row, i) => (row, i)), found => Assert.Equal($"{found.i}", found.row["id"]));
        Assert.All(rows.Where((_, i) => i % 100 != 7).Select((row, i) => row), row =>
            Assert.Equal(row["text"].EndsWith("buy", StringComparison.Ordinal) ? "POSITIVE" : "NEGATIVE", row["sentiment_label"]));
    }

    [Fact]
    public async Task The_same_file_gives_the_same_bytes_and_a_bad_row_keeps_its_place()
    {
        var content = "name;review\na;good\nb;\nc;one;too many\nd;awful\n";

        var (summary, rows) = await ScoreAsync("small-1", content);
        await ScoreAsync("small-2", content);

        Assert.Equal(["POSITIVE", "", "", "NEGATIVE"], rows.Select(row => row["sentiment_label"]));
        Assert.Equal([3, 4], summary.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
        Assert.Equal(await ContentAsync("small-1.csv"), await ContentAsync("small-2.csv"));
    }

    [Fact]
    public async Task Utf16_and_metadata_are_understood()
    {
        var (_, rows) = await ScoreAsync(
            "utf16", "title\twords\nÄ\tGreat stuff ☺\n", Encoding.Unicode, new Dictionary<string, string> { ["textColumn"] = "words" });

        var row = Assert.Single(rows);
        Assert.Equal(("Ä", "POSITIVE"), (row["title"], row["sentiment_label"]));
    }

    [Theory]
    [InlineData("zipped", "gzip")]
    [InlineData("empty", "empty")]
    [InlineData("table", "textColumn")]
    public async Task A_file_that_cannot_be_scored_gets_a_summary_with_the_reason(string kind, string reason)
    {
        byte[] content = kind switch { "zipped" => [0x1F, 0x8B, 8, 0, 1], "empty" => [], _ => "a,b\n1,2\n"u8.ToArray() };

        var summary = await DropAsync($"{kind}.csv", content);

        Assert.Contains(reason, summary.GetProperty("problem").GetString());
        Assert.False(await shared.Host.Scored.GetBlobClient($"{kind}.csv").ExistsAsync(Stop));
    }

    [Fact]
    public async Task A_refused_file_does_not_leave_the_scored_file_of_an_earlier_version()
    {
        await DropAsync("replaced.csv", "text\ngood\n"u8.ToArray());
        Assert.True(await shared.Host.Scored.GetBlobClient("replaced.csv").ExistsAsync(Stop));

        await shared.Host.Reviews.GetBlobClient("replaced.csv").UploadAsync(BinaryData.FromString("{\\rtf1 good}"), overwrite: true, Stop);
        await Eventually.UntilAsync(
            async () => (await SummaryAsync("replaced.csv")).GetProperty("state").GetString() == "refused",
            "summary of the second version");

        Assert.Contains("RTF", (await SummaryAsync("replaced.csv")).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await Eventually.UntilAsync(
            async () => !await shared.Host.Scored.GetBlobClient("replaced.csv").ExistsAsync(Stop), "end of the earlier scored file");
    }

    [Fact]
    public async Task Gzipped_JSON_Lines_are_scored_in_parts_and_returned_uncompressed()
    {
        const int Rows = 45_000;
        var lines = string.Concat(
            Enumerable.Range(0, Rows).Select(i => $"{{\"id\":{i},\"review\":\"{(i % 2 == 0 ? "great" : "terrible")}\"}}\n"));
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(lines), Stop);

        var summary = await DropAsync("packed.jsonl.gz", packed.ToArray());

        Assert.Equal((Rows, Rows / 2, 3), (Number("rows"), Number("positives"), Number("parts")));
        Assert.Equal("packed.jsonl.gz.jsonl", summary.GetProperty("output").GetString());
        var scored = (await ContentAsync("packed.jsonl.gz.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(scored.Select(line => JsonElement.Parse(line)).Select((row, i) => (row, i)), found => Assert.Equal(
            (found.i, found.i % 2 == 0 ? "POSITIVE" : "NEGATIVE"),
            (found.row.GetProperty("id").GetInt32(), found.row.GetProperty("sentiment").GetProperty("label").GetString())));
        Assert.Equal(Rows, scored.Length);
        await Eventually.UntilAsync(
            async () => await shared.Host.Scored.GetBlobsAsync(new GetBlobsOptions { Prefix = "packed.jsonl.gz" }, Stop)
            .CountAsync(Stop) == 2,
            "the unpacked file and the progress to be gone");

        int Number(string name) => summary.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task The_summary_of_a_file_is_also_sent_to_a_queue()
    {
        await using var host = await shared.StartAnotherAsync();
        await host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await host.Reviews.GetBlobClient("told.csv").UploadAsync(BinaryData.FromString("text\nfine\n"), Stop);

        var message = Assert.Single(await new Queues(host).ReceiveAsync("scored-files", 1, 60));

        Assert.Equal("told.csv", message.GetProperty("input").GetString());
        Assert.Equal(1, message.GetProperty("rows").GetInt32());
    }

    private async Task<(JsonElement Summary, List<Dictionary<string, string>> Rows)> ScoreAsync(
        string name, string content, Encoding? encoding = null, Dictionary<string, string>? metadata = null)
    {
        encoding ??= new UTF8Encoding(false);
        var summary = await DropAsync($"{name}.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(content)], metadata);
        return (summary, Rows(await ContentAsync($"{name}.csv")));
    }

    /// <summary>Drops a file and waits for its summary.</summary>
    private async Task<JsonElement> DropAsync(string name, byte[] content, Dictionary<string, string>? metadata = null)
    {
        var (reviews, summary) = (shared.Host.Reviews, shared.Host.Scored.GetBlobClient($"{name}.summary.json"));
        await reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await reviews.GetBlobClient(name)
            .UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Metadata = metadata }, Stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience);
        while (!await summary.ExistsAsync(patience.Token))
            await Task.Delay(200, patience.Token);
        return await SummaryAsync(name);
    }

    private async Task<JsonElement> SummaryAsync(string name) => JsonElement.Parse(await ContentAsync($"{name}.summary.json"));

    private async Task<string> ContentAsync(string blob) =>
        (await shared.Host.Scored.GetBlobClient(blob).DownloadContentAsync(Stop)).Value.Content.ToString();

    private static List<Dictionary<string, string>> Rows(string content)
    {
        using var csv = new CsvReader(new StringReader(content.TrimStart('\uFEFF')),
            new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true });
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        return rows;
    }
}
