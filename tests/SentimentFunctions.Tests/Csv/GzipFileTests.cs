using System.IO.Compression;
using System.Text;
using Sentiment.Csv;

namespace SentimentFunctions.Tests.Csv;

/// <summary>A compressed file is read as its content, or refused.</summary>
public sealed class GzipFileTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(
        "id,text\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},\"good {i}\"\n")));

    [Theory]
    [InlineData("a.csv.gz")]
    [InlineData("a.gz")]
    [InlineData("a.csv")]
    public async Task A_compressed_file_has_the_rows_of_its_content(string name)
    {
        var (file, problem) = await OpenAsync(name, Packed(Plain));

        Assert.Null(problem);
        Assert.Equal(5_000, await CountAsync(file!));
    }

    [Fact]
    public async Task Compressed_JSON_Lines_are_read_as_JSON_Lines()
    {
        var (file, _) = await OpenAsync("a.jsonl.gz", Packed("{\"text\":\"good\"}"u8.ToArray()));

        Assert.True(file!.Dialect.IsJsonLines);
    }

    [Fact]
    public async Task Concatenated_gzip_files_are_read_as_one()
    {
        var (file, _) = await OpenAsync("a.csv.gz", [.. Packed(Plain[..1000]), .. Packed(Plain[1000..])]);

        Assert.Equal(5_000, await CountAsync(file!));
    }

    [Fact]
    public async Task A_truncated_file_is_refused()
    {
        var packed = Packed(Plain);
        foreach (var length in (int[])[2, 9, 12, packed.Length / 2, packed.Length - 8, packed.Length - 1])
        {
            var (file, problem) = await OpenAsync("a.csv.gz", packed[..length]);

            Assert.Null(file);
            Assert.Contains("damaged, or was cut", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        var packed = Packed(Plain);
        packed[^6] ^= 1; // The checksum.

        Assert.Contains("damaged", (await OpenAsync("a.csv.gz", packed)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_expands_too_far_is_refused_before_it_is_fully_decompressed()
    {
        var plain = new MemoryStream();

        var refused = await Assert.ThrowsAsync<CsvUnreadableException>(() => GzipFile.UnpackAsync(
            new MemoryStream(Packed(new byte[10_000_000])), plain, 1_000_000, TestContext.Current.CancellationToken));

        Assert.Contains("more than 1000000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.InRange(plain.Length, 0, 1_000_000);
    }

    [Theory]
    [InlineData("a.csv", "a.csv")]
    [InlineData("a.csv.gz", "a.csv.gz.csv")]
    [InlineData("a.txt.GZ", "a.txt.GZ.csv")]
    [InlineData("x/a.jsonl.gz", "x/a.jsonl.gz.jsonl")]
    public void The_result_has_the_name_of_an_uncompressed_file_that_no_other_input_may_have(string name, string output)
    {
        Assert.Equal(output, GzipFile.OutputName(name));
        Assert.Equal(output != name, GzipFile.IsOutputName(output));
    }

    private static async Task<int> CountAsync(CsvFile file) =>
        await file.RowsAsync(_ => null, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);

    private static Task<(CsvFile? File, string? Problem)> OpenAsync(string name, byte[] bytes) =>
        CsvFile.OpenAsync(
            new MemoryStream(bytes), name, new Dictionary<string, string>(), cancellationToken: TestContext.Current.CancellationToken);

    private static byte[] Packed(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }
}
