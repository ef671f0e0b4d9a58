#:package Azure.Identity@1.21.0
#:package Azure.Messaging.ServiceBus@7.21.0
#:property PublishAot=false

// dotnet run samples/replay.cs CONNECTION [QUEUE]: moves every dead-lettered message back to its queue, with its id and its body.
// CONNECTION is a connection string, or a namespace on Azure, which uses the account of "az login".
using Azure.Identity;
using Azure.Messaging.ServiceBus;

if (args is not [var connection, ..])
{
    Console.Error.WriteLine("Give the connection string or NAME.servicebus.windows.net: dotnet run samples/replay.cs CONNECTION [QUEUE]");
    return 1;
}

var queue = args.ElementAtOrDefault(1) ?? "reviews";
var started = DateTimeOffset.UtcNow;
await using var client = connection.Contains('=')
    ? new ServiceBusClient(connection)
    : new ServiceBusClient(connection, new AzureCliCredential());
await using var dead = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
await using var sender = client.CreateSender(queue);
var moved = 0;
while (true)
{
    var messages = await dead.ReceiveMessagesAsync(64, TimeSpan.FromSeconds(5));
    // What fails again while this runs stays where it is.
    var old = messages.Where(message => message.EnqueuedTime < started).ToList();
    if (old.Count == 0)
        break;
    foreach (var message in old)
    {
        // Sent before it is completed: broken off in between, it comes twice with the same messageId, and is not lost.
        await sender.SendMessageAsync(new ServiceBusMessage(message));
        await dead.CompleteMessageAsync(message);
        moved++;
    }
}

Console.WriteLine($"{moved} messages are back in {queue}.");
return 0;
