#:package Azure.Messaging.ServiceBus@7.21.0
#:property PublishAot=false

// dotnet run samples/queue.cs "a review" [CONNECTION]: sends the review to the queue and prints its score.
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;

const string Local =
    "Endpoint=sb://127.0.0.1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

if (args is not [var text, ..])
{
    Console.Error.WriteLine("Give a review: dotnet run samples/queue.cs \"The soup was cold.\"");
    return 1;
}

await using var client = new ServiceBusClient(args.ElementAtOrDefault(1) ?? Local);
await using var receiver = client.CreateReceiver("scored-reviews");
var message = new ServiceBusMessage(new JsonObject { ["id"] = 1, ["text"] = text, ["shop"] = "Graz" }.ToJsonString())
{
    MessageId = Guid.NewGuid().ToString(),
    ContentType = "application/json",
};
await client.CreateSender("reviews").SendMessageAsync(message);

// Other results may be on the queue: they stay there for their consumers.
for (var end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end;)
{
    foreach (var result in await receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(1)))
    {
        var score = JsonNode.Parse(result.Body)!;
        if ((string?)score["messageId"] != message.MessageId)
        {
            await receiver.AbandonMessageAsync(result);
            continue;
        }

        Console.WriteLine(score.ToString());
        await receiver.CompleteMessageAsync(result);
        return 0;
    }
}

Console.Error.WriteLine("Nothing came back within 30 seconds. Does the host run?");
return 1;
