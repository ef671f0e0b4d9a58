namespace ServiceBusBroker.Tests.Support;

/// <summary>Waits for what happens on other threads.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until it is so; gives up after 20 seconds.</summary>
    public static async Task Holds(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(WireClient.Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Still not so: {what}");
            await Task.Delay(5);
        }
    }
}
