using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsHost.Blobs;

namespace FunctionsHost.Samples;

/// <summary>One small file for the CSV function: waits for the message that it is completed, then for the scored blob itself.</summary>
internal sealed class CsvSample(
    BlobServiceClient account, QueueServiceClient queues, string reviews, string scored, ServiceBusClient serviceBus, string completedQueue)
    : Sample("CSV", $"{Rows} rows", $"container {reviews} -> {scored} at {account.Uri}, queue {completedQueue}")
{
    private const int Rows = 3;
    private const string File =
        "id,text\n1,I would watch it again tonight.\n2,What a waste of two hours.\n3,Warm and funny and beautifully shot.\n";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken)
    {
        var name = $"sample-{Guid.NewGuid():N}.csv";
        var container = account.GetBlobContainerClient(reviews);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(File), overwrite: true, cancellationToken);
        var result = await ResultQueue.FirstAsync(cancellationToken, late => CompletedAsync(name, late), late => PoisonedAsync(name, late));
        return await account.GetBlobContainerClient(scored).GetBlobClient(name).ExistsAsync(cancellationToken)
            ? result
            : throw new HostException($"the file is said to be completed, but there is no {scored}/{name}");
    }

    private async Task<(string, double)> CompletedAsync(string name, CancellationToken cancellationToken)
    {
        // The name is unique, so a message with this name is about this file.
        var found = await ResultQueue.FindAsync(
            serviceBus.CreateReceiver(completedQueue),
            message => message.Body.ToString().Contains(name, StringComparison.Ordinal), cancellationToken);
        using var json = JsonDocument.Parse(found.Body);
        var summary = json.RootElement;
        var (rows, failed) = (summary.GetProperty("rows").GetInt64(), summary.GetProperty("failed").GetInt64());
        var labels = $"{summary.GetProperty("positives")} POSITIVE, {summary.GetProperty("negatives")} NEGATIVE";
        return rows == Rows && failed == 0
            ? (labels, summary.GetProperty("meanScore").GetDouble())
            : throw new HostException($"{Rows} rows went in; {rows} came back, {failed} of them failed");
    }

    private async Task<(string, double)> PoisonedAsync(string name, CancellationToken cancellationToken)
    {
        var queue = queues.GetQueueClient(PoisonBlobs.QueueName);
        for (; ; await Task.Delay(Interval, cancellationToken))
            if (await queue.ExistsAsync(cancellationToken) && (await queue.PeekMessagesAsync(32, cancellationToken)).Value.Any(IsIt))
                throw new HostException(
                    $"failed after all attempts; its name is on the storage queue {PoisonBlobs.QueueName}. The log above says why.");

        bool IsIt(PeekedMessage message) => message.Body.ToString().Contains(name, StringComparison.Ordinal);
    }
}
