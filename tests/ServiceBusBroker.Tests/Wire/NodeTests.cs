using System.Text.Json.Nodes;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

/// <summary>A different AMQP library from that of the .NET client: rhea, in @azure/service-bus.</summary>
public sealed class NodeTests
{
    [Fact]
    public async Task The_node_client_sends_schedules_receives_settles_and_peeks()
    {
        await using var broker = Broker.Start(new BrokerOptions { Queues = [new(TestQueue.Name)] });

        var saw = await new NodePackage(Folder()).RunAsync(TimeSpan.FromMinutes(1), "interop.mjs", broker.ConnectionString, TestQueue.Name);

        var expected = """
            {"received":[{"a":[1,null,"ü"]},"bad"],"properties":{"n":42},
            "peeked":[["stays","active"],["scheduled","scheduled"]],"dead":["bad","Poison"]}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(saw)), saw);
        Assert.Equal(new QueueCounts(1, 0, 0, 0, 1), broker.Count(TestQueue.Name));
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "client", "package.json")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("client/package.json was not found."), "client");
    }
}
