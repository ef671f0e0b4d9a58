using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Gives the function the complete message, or those of a batch. The host sends the lock token of each, then its AMQP bytes.
/// </summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
[SupportedTargetType(typeof(ServiceBusReceivedMessage[]))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    private const int LockTokenBytes = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(context.Source switch
    {
        ModelBindingData message => ConversionResult.Success(Message(message)),
        CollectionModelBindingData batch => ConversionResult.Success(Array.ConvertAll(batch.ModelBindingData, Message)),
        _ => ConversionResult.Unhandled(),
    });

    private static ServiceBusReceivedMessage Message(ModelBindingData data)
    {
        var content = data.Content.ToMemory();
        return ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(new BinaryData(content[LockTokenBytes..])), new BinaryData(content[..LockTokenBytes]));
    }
}
