using System.Diagnostics;
using System.Text;
using Azure.Storage.Blobs;

namespace Sentiment.Benchmarks.Load;

/// <summary>A file with a number of rows, from the upload to its summary.</summary>
internal sealed class CsvLoad(string storage)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public async Task<LoadLevel> RunAsync(int rows, string[] texts)
    {
        var blobs = new BlobServiceClient(storage);
        var name = $"load-{Guid.NewGuid():N}";
        var file = new StringBuilder("text\n");
        for (var i = 0; i < rows; i++)
            file.Append('"').Append(texts[i % texts.Length].Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
        var clock = Stopwatch.StartNew();
        await blobs.GetBlobContainerClient("reviews").GetBlobClient($"{name}.csv").UploadAsync(BinaryData.FromString(file.ToString()));
        var summary = blobs.GetBlobContainerClient("scored").GetBlobClient($"{name}.csv.summary.json");
        using var timeout = new CancellationTokenSource(Timeout);
        while (!await summary.ExistsAsync(timeout.Token))
            await Task.Delay(50, timeout.Token);
        var seconds = clock.Elapsed.TotalSeconds;
        return new("CSV", rows / seconds, seconds, [1000 * seconds]) { ReviewsEach = rows };
    }
}
