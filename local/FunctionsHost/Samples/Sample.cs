using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsHost.Blobs;

namespace FunctionsHost.Samples;

/// <summary>One sample for one trigger.</summary>
internal abstract class Sample(string trigger, string input, string where)
{
    public string Trigger => trigger;

    /// <summary>The sample in words.</summary>
    public string Input => input;

    /// <summary>Where to look further.</summary>
    public string Where => where;

    /// <summary>Sends the sample and waits for its result; throws if it can no longer arrive.</summary>
    public abstract Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken);
}

/// <summary>One call of the HTTP function.</summary>
internal sealed class HttpSample(string url) : Sample("HTTP", Text, $"POST {url}")
{
    private const string Text = "A wonderful little film, I loved every minute of it.";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        // Not PostAsJsonAsync: it sends a chunked body, which a Functions host does not pass on.
        using var request = new StringContent(JsonSerializer.Serialize(new { text = Text }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(url, request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HostException($"answered {(int)response.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("label").GetString()!, json.RootElement.GetProperty("score").GetDouble());
    }
}

/// <summary>One message for the queue function. Its result is peeked, not received: it stays on the queue.</summary>
internal sealed class QueueSample(ServiceBusClient serviceBus, string queue, string scoredQueue)
    : Sample("Queue", Review, $"queue {queue} -> {scoredQueue} at {serviceBus.FullyQualifiedNamespace}")
{
    private const string Review = "The plot is dull and the acting is worse.";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken)
    {
        var id = $"sample-{Guid.NewGuid():N}";
        await using var sender = serviceBus.CreateSender(queue);
        var body = BinaryData.FromObjectAsJson(new { id = "sample", text = Review });
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = id, ContentType = "application/json" }, cancellationToken);
        return await ResultQueue.FirstAsync(cancellationToken, late => ScoredAsync(id, late), late => DeadLetteredAsync(id, late));
    }

    private async Task<(string, double)> ScoredAsync(string id, CancellationToken cancellationToken)
    {
        // The id is unique, so the message with this id is the result.
        var found = await ResultQueue.FindAsync(
            serviceBus.CreateReceiver(scoredQueue),
            message => message.Body.ToString().Contains(id, StringComparison.Ordinal), cancellationToken);
        using var json = JsonDocument.Parse(found.Body);
        return (json.RootElement.GetProperty("label").GetString()!, json.RootElement.GetProperty("score").GetDouble());
    }

    private async Task<(string, double)> DeadLetteredAsync(string id, CancellationToken cancellationToken)
    {
        var deadLetters = serviceBus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var dead = await ResultQueue.FindAsync(deadLetters, message => message.MessageId == id, cancellationToken);
        throw new HostException($"dead-lettered: {dead.DeadLetterErrorDescription} The log above says why.");
    }
}

/// <summary>One small file for the CSV function: waits for the message that it is completed, then checks the scored blob.</summary>
internal sealed class FileSample(
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
            : throw new HostException($"a message says that the file is completed, but there is no {scored}/{name}");
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
        var labels = string.Join(
            ", ", summary.GetProperty("labels").EnumerateObject().Reverse().Select(label => $"{label.Value} {label.Name}"));
        return rows == Rows && failed == 0
            ? (labels, summary.GetProperty("meanScore") is { ValueKind: JsonValueKind.Number } mean ? mean.GetDouble() : double.NaN)
            : throw new HostException($"{Rows} rows were sent; the summary has {rows} rows, {failed} of them failed");
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
