using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace EndToEnd.Tests.Reliability;

/// <summary>
/// A part of a file that the test has taken off the queue. The file cannot end before the part is given back, so that a fault never comes
/// too late, however fast the machine is.
/// </summary>
internal sealed class HeldPart(Queues queues, string body)
{
    private const string Queue = "csv-parts";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Takes the next part of a file. Parts of other files are put back.</summary>
    public static async Task<HeldPart> TakeAsync(Queues queues, string file, CancellationToken cancellationToken)
    {
        await using var client = new ServiceBusClient(queues.ServiceBus);
        // Without a lock, which might expire before the part is given back.
        await using var receiver = client.CreateReceiver(
            Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var others = new List<string>();
        while (true)
        {
            var message = await receiver.ReceiveMessageAsync(Patience, cancellationToken)
                ?? throw new TimeoutException($"There was no part of {file} within {Patience}.");
            var part = message.Body.ToString();
            if (JsonElement.Parse(part).GetProperty("name").GetString() == file)
            {
                await queues.SendAsync(Queue, others.Select(other => ("other", other)));
                return new(queues, part);
            }

            others.Add(part);
        }
    }

    /// <summary>Puts the part back.</summary>
    public Task GiveBackAsync() => queues.SendAsync(Queue, [("held", body)]);
}
