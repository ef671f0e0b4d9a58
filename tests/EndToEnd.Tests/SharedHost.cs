using EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace EndToEnd.Tests;

/// <summary>One running host for all tests that do it no harm.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public RunningHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
