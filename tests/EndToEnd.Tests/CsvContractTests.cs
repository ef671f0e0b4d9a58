using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Every kind of file of docs/csv.md, through the running app, all at once.</summary>
public sealed class CsvContractTests(SharedHost shared)
{
    private const string Ours = "sentiment_label,sentiment_score,sentiment_tokens,sentiment_unknown,sentiment_truncated,sentiment_error";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_every_kind_are_scored_as_documented()
    {
        await shared.Host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await Task.WhenAll(Kinds().Select(CheckAsync));
    }

    /// <summary>A name, the file, its rows and failures, and the beginning of its output; null for none.</summary>
    private static IEnumerable<(string Name, byte[] Content, int Rows, int Failed, string? Begins)> Kinds()
    {
        yield return ("header-only", Bytes("id,text\n"), 0, 0, $"id,text,{Ours}\r\n");
        yield return ("comma", Bytes("id,text\n1,good\n"), 1, 0, $"id,text,{Ours}\r\n1,good,POSITIVE,");
        yield return ("semicolon", Bytes("id;text\n1;good\n"), 1, 0, $"id;text;{Ours.Replace(',', ';')}\r\n1;good;POSITIVE;");
        yield return ("tab", Bytes("id\ttext\n1\tgood\n"), 1, 0, $"id\ttext\t{Ours.Replace(',', '\t')}\r\n1\tgood\tPOSITIVE\t");
        yield return ("pipe", Bytes("id|text\n1|good\n"), 1, 0, $"id|text|{Ours.Replace(',', '|')}\r\n1|good|POSITIVE|");
        yield return ("crlf", Bytes("text\r\ngood\r\nbad\r\n"), 2, 0, $"text,{Ours}\r\ngood,POSITIVE,");
        yield return ("cr", Bytes("text\rgood\rbad\r"), 2, 0, $"text,{Ours}\r\ngood,POSITIVE,");
        yield return ("bom", [.. Encoding.UTF8.Preamble, .. Bytes("text\ngood\n")], 1, 0, $"\uFEFFtext,{Ours}\r\ngood,POSITIVE,");
        yield return ("utf16-le", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("text\ngood ☺\n")], 1, 0,
            $"\uFEFFtext,{Ours}\r\ngood ☺,POSITIVE,");
        yield return ("utf16-be", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("text\ngood ☺\n")], 1, 0,
            $"\uFEFFtext,{Ours}\r\ngood ☺,POSITIVE,");
        yield return ("quotes", Bytes("id,text\n1,\"so \"\"good\"\",\nreally\"\n"), 1, 0,
            $"id,text,{Ours}\r\n1,\"so \"\"good\"\",\nreally\",POSITIVE,");
        yield return ("no-header", Bytes("\"good, really good\"\nbad\n"), 2, 0, $"text,{Ours}\r\n\"good, really good\",POSITIVE,");
        yield return ("no-header-commas", Bytes("good, really good\nbad\n"), 0, 0, null);
        yield return ("twice", Bytes("text,text,text\ngood,bad,worse\n"), 0, 0, null);
        yield return ("nameless", Bytes("id,,text\n1,2,good\n"), 1, 0, $"id,,text,{Ours}\r\n1,2,good,POSITIVE,");
        yield return ("ragged", Bytes("id,text\n1,a,b\n2\n3,good\n"), 3, 2, $"id,text,{Ours}\r\n1,\"a,b\",,,,,,\"The row has 3 fields");
        yield return ("not-utf8", [.. "text\nbad café "u8, 0xFF, .. "\ngood\n"u8], 2, 1,
            $"text,{Ours}\r\nbad café \uFFFD,,,,,,The text was not valid UTF-8");
        yield return ("windows-1252", [.. "text\ngood caf"u8, 0xE9, .. "\n"u8], 1, 0, $"text,{Ours}\r\ngood café,POSITIVE,");
        yield return ("megabytes", Bytes($"text\n{new string('a', 10_000_000)}\ngood\n"), 2, 1, $"text,{Ours}\r\naaaa");
        yield return ("columns",
            Bytes(string.Concat(Enumerable.Range(1, 9_999).Select(i => $"c{i},")) + "text\n" + new string(',', 9_999) + "good\n"), 1, 0,
            "c1,c2,");
        yield return ("gone", [], 0, 0, null);
        yield return ("gzip", [0x1F, 0x8B, 8, 0, 1], 0, 0, null);
        yield return ("excel", [.. "PK"u8, 3, 4, 0], 0, 0, null);
        yield return ("unclosed", Bytes($"id,text\n1,\"{new string('a', 34_000_000)}"), 0, 0, null);
    }

    private async Task CheckAsync((string Name, byte[] Content, int Rows, int Failed, string? Begins) kind)
    {
        var (output, summary) = (shared.Host.Scored.GetBlobClient($"kind-{kind.Name}.csv"),
            shared.Host.Scored.GetBlobClient($"kind-{kind.Name}.csv.summary.json"));
        await shared.Host.Reviews.GetBlobClient($"kind-{kind.Name}.csv").UploadAsync(BinaryData.FromBytes(kind.Content), Stop);
        await Eventually.UntilAsync(async () => await summary.ExistsAsync(Stop), $"summary of {kind.Name}");
        var told = JsonDocument.Parse((await summary.DownloadContentAsync(Stop)).Value.Content).RootElement;

        Assert.Equal((kind.Name, kind.Rows, kind.Failed),
            (kind.Name, told.GetProperty("rows").GetInt32(), told.GetProperty("failed").GetInt32()));
        Assert.Equal((kind.Name, kind.Begins is null), (kind.Name, told.TryGetProperty("problem", out _)));
        Assert.Equal((kind.Name, kind.Begins is not null), (kind.Name, (await output.ExistsAsync(Stop)).Value));
        if (kind.Begins is not { } begins)
            return;
        var content = (await output.DownloadContentAsync(Stop)).Value.Content.ToString();
        Assert.Equal((kind.Name, begins), (kind.Name, content[..Math.Min(content.Length, begins.Length)]));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
