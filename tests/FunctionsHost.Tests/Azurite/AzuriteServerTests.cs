using System.Net;
using System.Net.Sockets;
using FunctionsHost.Azurite;
using FunctionsHost.Output;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.Azurite;

public sealed class AzuriteServerTests
{
    [Fact]
    public async Task Storage_that_already_runs_is_used_and_the_host_says_so()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var settings = Rig.Settings(("ReviewStorage", "UseDevelopmentStorage=true"));
        var shown = new StringWriter();

        Assert.Null(await AzuriteServer.StartIfNeededAsync(
            settings, new Terminal(shown, isRedirected: true), port, TestContext.Current.CancellationToken));

        Assert.Equal("UseDevelopmentStorage=true", settings.Find("ReviewStorage"));
        Assert.Contains($"Storage is what already listens on 127.0.0.1:{port}", shown.ToString(), StringComparison.Ordinal);
    }
}
