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
        Assert.Contains($"Using the storage that already listens on 127.0.0.1:{port}", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_which_Azurite_cannot_be_installed_is_named_at_once()
    {
        using var folder = new TemporaryDirectory();
        foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc", "run.cjs" })
            await File.WriteAllTextAsync(folder.File(file), "", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.File("install.lock")); // Its lock file cannot be opened.
        var installer = new AzuriteInstaller(folder.Path, new Terminal(TextWriter.Null, isRedirected: true));

        var error = await Assert.ThrowsAsync<HostException>(() => installer.InstallAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"cannot be installed in {folder.Path}", error.Message, StringComparison.Ordinal);
    }
}
