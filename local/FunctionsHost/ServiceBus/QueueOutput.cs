using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsProtocol;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// The Service Bus output binding: sends each message of an output by itself, one after the other, and waits until the namespace has it.
/// The Functions host's extension knows no batches either. Invocations share the senders. Thread-safe.
/// </summary>
internal sealed class QueueOutput(ServiceBusClients clients) : IOutput
{
    private readonly ConcurrentDictionary<(ServiceBusClient, string), ServiceBusSender> senders = new();

    public async Task SendAsync(Binding binding, TypedData data, OutputContext context)
    {
        var entity = binding.Text("queueOrTopicName") ?? binding.Text("queueName") ?? binding.Text("topicName")
            ?? throw new OutputException($"{context.Function}: output {binding.Name} names no queue or topic.");
        var messages = OutgoingMessages.From(data, context.InvocationId);
        var sender = senders.GetOrAdd((clients.For(binding, context.Function), entity), key => key.Item1.CreateSender(key.Item2));
        foreach (var (i, message) in messages.Index())
        {
            try
            {
                await sender.SendMessageAsync(message);
            }
            catch (Exception exception)
            {
                throw new OutputException(
                    $"{context.Function}: message {i + 1} of {messages.Count} for {entity} could not be sent: {exception.Message}",
                    exception);
            }
        }
    }
}
