namespace TestSupport;

/// <summary>Waits for an expected state, with a timeout.</summary>
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

    /// <summary>Looks again and again until it is so; for what happens within milliseconds, on other threads.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            Assert.False(end.IsCancellationRequested, $"Still not so: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
