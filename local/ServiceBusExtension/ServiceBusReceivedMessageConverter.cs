using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives the function the complete message. The host sends the lock token, then the AMQP bytes of the message.</summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    private const int LockTokenBytes = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(
        context.Source is ModelBindingData { Source: "AzureServiceBusReceivedMessage" } data
            ? ConversionResult.Success(Message(data.Content.ToMemory()))
            : ConversionResult.Unhandled());

    private static ServiceBusReceivedMessage Message(ReadOnlyMemory<byte> content) => ServiceBusReceivedMessage.FromAmqpMessage(
        AmqpAnnotatedMessage.FromBytes(new BinaryData(content[LockTokenBytes..])), new BinaryData(content[..LockTokenBytes]));
}
