using System.Text.Json.Nodes;

namespace ServiceBusBroker.Tests.OfficialClient;

/// <summary>One run of all scenarios against one broker, shared by the tests that look at what was seen.</summary>
public sealed class ClientRun : IAsyncLifetime
{
    public IReadOnlyDictionary<string, JsonNode?> Saw { get; private set; } = new Dictionary<string, JsonNode?>();

    public IReadOnlyDictionary<string, QueueCounts> Left { get; private set; } = new Dictionary<string, QueueCounts>();

    public async ValueTask InitializeAsync()
    {
        var names = Scenarios.All.Select(row => row.Data.Item1).ToList();
        await using var broker = Broker.Start(new BrokerOptions { Queues = names.ConvertAll(Scenarios.Options) });
        Saw = await NodeClient.Run(broker.ConnectionString);
        Left = names.ToDictionary(name => name, broker.Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
