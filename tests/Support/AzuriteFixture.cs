using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FunctionsHost.Azurite;
using FunctionsHost.Output;

namespace TestSupport;

/// <summary>One Azurite for all tests that share it.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? azurite;

    public string ConnectionString => azurite!.ConnectionString;

    public BlobServiceClient Blobs => new(ConnectionString);

    public QueueServiceClient Queues => new(ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async ValueTask InitializeAsync()
    {
        var folder = await new AzuriteInstaller(Path.Combine(Repository.Metadata("HostOutput"), "Azurite"),
            new Terminal(TextWriter.Null, isRedirected: true)).InstallAsync(CancellationToken.None);
        azurite = await AzuriteServer.StartAsync(folder, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
    }
}
