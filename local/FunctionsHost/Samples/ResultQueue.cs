using System.Text.Json;
using FunctionsHost.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>Waits for one message among those of a queue that others may be reading too, and leaves them all in place.</summary>
internal static class ResultQueue
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="bus">The namespace.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="pick">Reads the wanted message's JSON; null for any other.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<T> FindAsync<T>(BusClient bus, string queue, Func<JsonElement, T?> pick, CancellationToken cancel)
        where T : struct
    {
        var browser = new QueueBrowser(await bus.ConnectAsync(queue, cancel), queue);
        while (true)
        {
            var page = await browser.NextAsync().WaitAsync(cancel);
            if (page.Select(message => Pick(message, pick)).FirstOrDefault(found => found is not null) is { } result)
                return result;
            if (page.Count == 0)
                await Task.Delay(Interval, cancel);
        }
    }

    private static T? Pick<T>(ReceivedMessage message, Func<JsonElement, T?> pick)
        where T : struct
    {
        try
        {
            using var json = JsonDocument.Parse(message.Bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object ? pick(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null; // Somebody else's message.
        }
    }
}
