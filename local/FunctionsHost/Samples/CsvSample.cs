using System.Text.Json;
using Azure.Storage.Blobs;
using FunctionsHost.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>One small file for the CSV door: waits for the message that it is completed, then for the scored blob itself.</summary>
internal sealed class CsvSample(BlobServiceClient account, string reviews, string scored, BusClient bus, string completedQueue)
    : Sample("CSV", $"{Rows} rows", $"container {reviews} -> {scored} at {account.Uri}, queue {completedQueue}")
{
    private const int Rows = 3;
    private const string File = "id,text\n1,I would watch it again tonight.\n2,What a waste of two hours.\n3,Warm and funny and beautifully shot.\n";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancel)
    {
        var name = $"sample-{Guid.NewGuid():N}.csv";
        var container = account.GetBlobContainerClient(reviews);
        await container.CreateIfNotExistsAsync(cancellationToken: cancel);
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(File), overwrite: true, cancel);
        var result = await ResultQueue.FindAsync(bus, completedQueue, json => IsOurs(json, name) ? Summary(json) : null, cancel);
        if (!await account.GetBlobContainerClient(scored).GetBlobClient(name).ExistsAsync(cancel))
            throw new HostException($"the file is said to be completed, but there is no {scored}/{name}");
        return result;
    }

    private static bool IsOurs(JsonElement json, string name) => json.TryGetProperty("input", out var input) && input.GetString() == name;

    private static (string, double)? Summary(JsonElement json)
    {
        var (rows, failed) = (json.GetProperty("rows").GetInt64(), json.GetProperty("failed").GetInt64());
        return rows == Rows && failed == 0
            ? ($"{json.GetProperty("positives")} POSITIVE, {json.GetProperty("negatives")} NEGATIVE", json.GetProperty("meanScore").GetDouble())
            : throw new HostException($"{Rows} rows went in; {rows} came back, {failed} of them failed");
    }
}
