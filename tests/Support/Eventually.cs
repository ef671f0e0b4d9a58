namespace TestSupport;

/// <summary>Waits for an expected state, with a timeout.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Polls until the condition is true.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(patience ?? Patience);
        while (!await condition())
        {
            Assert.False(end.IsCancellationRequested, $"There was no {what} within {patience ?? Patience}.");
            await Task.Delay(200, CancellationToken.None);
        }
    }

    /// <summary>Polls until the condition is true; for changes within milliseconds, on other threads.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            Assert.False(end.IsCancellationRequested, $"Not reached: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
