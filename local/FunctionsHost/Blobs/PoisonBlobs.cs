using System.Text.Json;
using Azure.Storage.Queues;
using FunctionsHost.Functions;

namespace FunctionsHost.Blobs;

/// <summary>The queue for blobs that a function could not process, with the Functions host's JSON. Thread-safe.</summary>
internal sealed class PoisonBlobs(QueueServiceClient account, string functionId)
{
    public const string QueueName = "webjobs-blobtrigger-poison";

    private readonly QueueClient queue = account.GetQueueClient(QueueName);

    public async Task ReportAsync(BlobVersion blob, CancellationToken cancellationToken)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(Message(blob), cancellationToken);
    }

    internal string Message(BlobVersion blob) => JsonSerializer.Serialize(
        new
        {
            Type = "BlobTrigger",
            FunctionId = functionId,
            BlobType = $"{blob.Item.Properties.BlobType}Blob",
            ContainerName = blob.Container,
            BlobName = blob.Name,
            ETag = blob.ETag,
        },
        BindingData.Json);
}
