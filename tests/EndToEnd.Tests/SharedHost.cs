using EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace EndToEnd.Tests;

/// <summary>One running host, shared by all tests that do not disturb it.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public RunningHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
