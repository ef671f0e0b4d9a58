namespace Sentiment.Benchmarks.Queue;

/// <summary>A way to consume the review queue.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="App">The folder of the app that does so.</param>
/// <param name="Settings">The app settings that make it so.</param>
internal sealed record QueueDesign(string Name, string App, params (string Name, string Value)[] Settings)
{
    /// <summary>One batch of 64 messages an invocation, one invocation at a time.</summary>
    public static QueueDesign Batches() => new("batches of 64", Metadata.Of("BatchApp"));

    /// <summary>One message an invocation, so many at a time and so many fetched ahead.</summary>
    public static QueueDesign Single(int calls, int prefetch) => new(
        $"single, {calls} calls", Metadata.Of("App"),
        ("AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls", $"{calls}"),
        ("AzureFunctionsJobHost__extensions__serviceBus__prefetchCount", $"{prefetch}"));
}
