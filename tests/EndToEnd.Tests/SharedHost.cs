using EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace EndToEnd.Tests;

/// <summary>One running host, shared by all tests that do not disturb it.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public RunningHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync();

    /// <summary>
    /// Starts another host, with queues and containers of its own. It uses this one's storage account, so that it starts sooner.
    /// </summary>
    public Task<RunningHost> StartAnotherAsync(params (string Name, string Value)[] settings) => StartAnotherAsync(1, settings);

    /// <summary>Starts another host, with several workers.</summary>
    public Task<RunningHost> StartAnotherAsync(int workers, params (string Name, string Value)[] settings) =>
        RunningHost.StartAsync(RunningHost.NewSuffix(), workers, [.. StorageIn(Host.Storage), .. settings]);

    /// <summary>The settings that name a storage account.</summary>
    public static (string Name, string Value)[] StorageIn(string account) =>
        [("ReviewStorage", account), ("AzureWebJobsStorage", account)];

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
