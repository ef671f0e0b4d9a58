namespace EndToEnd.Tests;

/// <summary>Waits for what must come to pass, but not for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(patience ?? Patience);
        while (!await condition())
        {
            Assert.False(end.IsCancellationRequested, $"There was no {what} within {patience ?? Patience}.");
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
