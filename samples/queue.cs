#:package Azure.Identity@1.21.0
#:package Azure.Messaging.ServiceBus@7.21.0
#:property PublishAot=false

// dotnet run samples/queue.cs "a review" [CONNECTION]: sends the review to the queue and prints its score. CONNECTION is a connection
// string, or a namespace on Azure, which uses the account of "az login"; without it, the queues are those of the local host.
using System.Text.Json.Nodes;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

const string Local =
    "Endpoint=sb://127.0.0.1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

if (args is not [var text, ..])
{
    Console.Error.WriteLine("Give a review, and for Azure NAME.servicebus.windows.net, too: "
        + "dotnet run samples/queue.cs \"The soup was cold.\" [CONNECTION]");
    return 1;
}

var connection = args.ElementAtOrDefault(1) ?? Local;
await using var client = connection.Contains('=')
    ? new ServiceBusClient(connection)
    : new ServiceBusClient(connection, new AzureCliCredential());
var seconds = connection.Contains('=') ? 30 : 120; // On Azure, an instance may have to start first.
await using var receiver = client.CreateReceiver("scored-reviews");
var message = new ServiceBusMessage(new JsonObject { ["id"] = 1, ["text"] = text, ["shop"] = "Graz" }.ToJsonString())
{
    MessageId = Guid.NewGuid().ToString(),
    ContentType = "application/json",
};
await client.CreateSender("reviews").SendMessageAsync(message);

// Results of other messages are held until the end. Given back at once, they would be received, and counted, again and again.
var others = new List<ServiceBusReceivedMessage>();
JsonNode? score = null;
for (var end = DateTime.UtcNow.AddSeconds(seconds); score is null && DateTime.UtcNow < end;)
{
    foreach (var result in await receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(1)))
    {
        var body = JsonNode.Parse(result.Body)!;
        if ((string?)body["messageId"] != message.MessageId)
        {
            others.Add(result);
            continue;
        }

        score = body;
        await receiver.CompleteMessageAsync(result);
    }
}

foreach (var other in others)
{
    try
    {
        await receiver.AbandonMessageAsync(other);
    }
    catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
    {
        // It is back already.
    }
}

if (score is null)
{
    Console.Error.WriteLine($"Nothing came back within {seconds} seconds. Does the host run?");
    return 1;
}

Console.WriteLine(score);
return 0;
