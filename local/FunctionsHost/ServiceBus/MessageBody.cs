using System.Text;
using Amqp;
using Amqp.Framing;

namespace FunctionsHost.ServiceBus;

/// <summary>A message's body, as the official clients write it (one data section) or as other AMQP clients do (a value).</summary>
internal static class MessageBody
{
    public static byte[] Bytes(Message message) => message.BodySection switch
    {
        Data { Binary: { } bytes } => bytes,
        AmqpValue { Value: byte[] bytes } => bytes,
        AmqpValue { Value: string text } => Encoding.UTF8.GetBytes(text),
        _ when message.Body is Data[] parts => [.. parts.SelectMany(part => part.Binary)],
        _ => [],
    };

    public static string Text(Message message) => message.BodySection is AmqpValue { Value: string text } ? text : Encoding.UTF8.GetString(Bytes(message));
}
