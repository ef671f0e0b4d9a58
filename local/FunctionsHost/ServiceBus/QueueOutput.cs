using System.Collections.Concurrent;
using Amqp;
using FunctionsHost.Functions;
using FunctionsProtocol;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// The Service Bus output binding: sends each message of an output and waits until the namespace has them all. Messages of one
/// output keep their order; several invocations share the links. Thread-safe.
/// </summary>
internal sealed class QueueOutput(BusClients clients) : IOutput
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(BusConnection, string), SenderLink> _links = new();

    public async Task SendAsync(Binding binding, TypedData data, OutputContext context)
    {
        var entity = binding.Text("queueOrTopicName") ?? binding.Text("queueName") ?? binding.Text("topicName")
            ?? throw new OutputException($"{context.Function}: output {binding.Name} names no queue or topic.");
        var messages = OutgoingMessages.From(data, context.InvocationId);
        if (messages.Count == 0)
            return;
        try
        {
            using var late = new CancellationTokenSource(SendTimeout);
            var link = await LinkAsync(clients.For(binding, context.Function), entity, late.Token);
            await Task.WhenAll(messages.Select(link.SendAsync)).WaitAsync(late.Token);
            await Task.Yield(); // Acknowledgements arrive on the connection's own thread: nothing else may be done on it.
        }
        catch (OperationCanceledException)
        {
            throw new OutputException($"{context.Function}: {messages.Count} message(s) for {entity} were not taken within {SendTimeout.TotalSeconds:0} s.");
        }
        catch (Exception reason) when (reason is not OutputException)
        {
            throw new OutputException($"{context.Function}: {messages.Count} message(s) for {entity} could not be sent: {reason.Message}", reason);
        }
    }

    private async Task<SenderLink> LinkAsync(BusClient client, string entity, CancellationToken cancel)
    {
        var connection = await client.ConnectAsync(entity, cancel);
        foreach (var (key, link) in _links.Where(pair => pair.Value.IsClosed))
            _links.TryRemove(KeyValuePair.Create(key, link));
        lock (connection) // Two links for one entity would mix up the order of its messages.
            return _links.GetOrAdd((connection, entity), _ => new SenderLink(connection.Session, $"{entity}-{Guid.NewGuid():N}", entity));
    }
}
