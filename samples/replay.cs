#:package Azure.Identity@1.21.0
#:package Azure.Messaging.ServiceBus@7.21.0
#:property PublishAot=false

// dotnet run samples/replay.cs CONNECTION [QUEUE [SECONDS]]: moves dead-lettered messages back to their queue, with their ids and bodies.
// CONNECTION is a connection string, or a namespace on Azure, which uses the account of "az login". A message that was enqueued less than
// SECONDS ago stays: a queue with duplicate detection would accept it, but drop it as a repeat.
using Azure.Identity;
using Azure.Messaging.ServiceBus;

// The queue "reviews" drops repeats for ten minutes (infra/modules/messaging.bicep). A minute more, because clocks differ.
const int DropsRepeats = (10 + 1) * 60;

if (args is not [var connection, ..] || !uint.TryParse(args.ElementAtOrDefault(2) ?? $"{DropsRepeats}", out var seconds))
{
    Console.Error.WriteLine("Give the connection string or NAME.servicebus.windows.net: "
        + "dotnet run samples/replay.cs CONNECTION [QUEUE [SECONDS]]");
    return 1;
}

var queue = args.ElementAtOrDefault(1) ?? "reviews";
var wait = TimeSpan.FromSeconds(seconds);
var latest = DateTimeOffset.UtcNow - wait;
await using var client = connection.Contains('=')
    ? new ServiceBusClient(connection)
    : new ServiceBusClient(connection, new AzureCliCredential());
await using var dead = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
await using var sender = client.CreateSender(queue);

// Only looked at, not received: messages that must wait stay as they are.
var seen = new List<(long Number, DateTimeOffset Enqueued)>();
while (await dead.PeekMessagesAsync(250) is { Count: > 0 } messages)
    seen.AddRange(messages.Select(message => (message.SequenceNumber, message.EnqueuedTime)));
var old = seen.Where(message => message.Enqueued <= latest).Select(message => message.Number).ToHashSet();
var waiting = seen.Where(message => message.Enqueued > latest).Select(message => message.Enqueued).ToList();

var moved = 0;
var held = new List<ServiceBusReceivedMessage>();
while (old.Count > 0 && await dead.ReceiveMessagesAsync(64, TimeSpan.FromSeconds(5)) is { Count: > 0 } messages)
{
    foreach (var message in messages)
    {
        // What must wait, or fails again while this runs, is kept until the end. Given back at once, it would be received again and again.
        if (!old.Remove(message.SequenceNumber))
        {
            held.Add(message);
            continue;
        }

        // Sent before it is completed: broken off in between, it may come twice with the same messageId, and is not lost.
        await sender.SendMessageAsync(new ServiceBusMessage(message));
        await dead.CompleteMessageAsync(message);
        moved++;
    }
}

foreach (var message in held)
{
    try
    {
        await dead.AbandonMessageAsync(message);
    }
    catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
    {
        // It is back already.
    }
}

Console.WriteLine($"{moved} messages are back in {queue}.");
if (waiting.Count > 0)
{
    Console.WriteLine($"{waiting.Count} wait in the dead-letter queue, because {queue} could drop them as repeats. "
        + $"Run this again after {waiting.Max() + wait:u}.");
}

return 0;
