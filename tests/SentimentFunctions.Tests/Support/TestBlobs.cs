using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace SentimentFunctions.Tests.Support;

/// <summary>
/// The two containers of the app for one test, in Azurite. A test can act between two requests of the app, so that a race has the same
/// outcome every time.
/// </summary>
internal sealed class TestBlobs
{
    private readonly string suffix = $"-{Guid.NewGuid():N}";
    private readonly BlobServiceClient own;

    public TestBlobs(AzuriteFixture azurite)
    {
        own = azurite.Blobs;
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(new BeforeEach(this), HttpPipelinePosition.PerCall);
        var app = new BlobServiceClient(azurite.ConnectionString, options);
        (Reviews, Scored) = (app.GetBlobContainerClient($"reviews{suffix}"), app.GetBlobContainerClient($"scored{suffix}"));
        own.CreateBlobContainer(Reviews.Name);
        own.CreateBlobContainer(Scored.Name);
    }

    /// <summary>The container of the input files, as the app uses it.</summary>
    public BlobContainerClient Reviews { get; }

    /// <summary>The container of the output files, as the app uses it.</summary>
    public BlobContainerClient Scored { get; }

    /// <summary>Is called before each request of the app, with its method, blob and <c>comp</c>: <c>PUT scored/a.csv block</c>.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Acts once, before a request of the app that ends like this.</summary>
    public void Once(string moment, Func<Task> act) => Before = request =>
    {
        if (!request.EndsWith(moment, StringComparison.Ordinal))
            return Task.CompletedTask;
        Before = null;
        return act();
    };

    /// <inheritdoc cref="Once(string, Func{Task})"/>
    public void Once(string moment, Action act) => Once(moment, () =>
    {
        act();
        return Task.CompletedTask;
    });

    /// <summary>The names of all blobs, with their containers, in order.</summary>
    public IEnumerable<string> Names =>
        from container in (BlobContainerClient[])[Reviews, Scored]
        from blob in own.GetBlobContainerClient(container.Name).GetBlobs()
        select $"{container.Name.Replace(suffix, "", StringComparison.Ordinal)}/{blob.Name}";

    /// <summary>The content of a blob.</summary>
    public string Text(string name) => Blob(name).DownloadContent().Value.Content.ToString();

    /// <summary>Replaces a blob.</summary>
    public void Put(string name, byte[] content) => Blob(name).Upload(BinaryData.FromBytes(content), overwrite: true);

    /// <summary>Replaces a blob with a text.</summary>
    public void Put(string name, string content) => Blob(name).Upload(BinaryData.FromString(content), overwrite: true);

    /// <summary>Sets one metadata of a blob and removes all others.</summary>
    public void SetMetadata(string name, string key, string value) =>
        Blob(name).SetMetadata(new Dictionary<string, string> { [key] = value });

    /// <summary>Replaces a blob with an append blob of this text.</summary>
    public void Append(string name, string content)
    {
        var blob = own.GetBlobContainerClient(Container(name)).GetAppendBlobClient(BlobName(name));
        blob.Create();
        if (content.Length > 0)
            blob.AppendBlock(BinaryData.FromString(content).ToStream());
    }

    /// <summary>Discards the blocks of a blob that are not committed.</summary>
    public void Unstage(string name)
    {
        own.GetBlobContainerClient(Container(name)).GetBlockBlobClient(BlobName(name)).CommitBlockList([]);
        Blob(name).Delete();
    }

    private BlobClient Blob(string name) => own.GetBlobContainerClient(Container(name)).GetBlobClient(BlobName(name));

    private string Container(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)] + suffix;

    private static string BlobName(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private sealed class BeforeEach(TestBlobs blobs) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (blobs.Before is { } before)
                await before(Name(message.Request));
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            blobs.Before?.Invoke(Name(message.Request)).GetAwaiter().GetResult();
            ProcessNext(message, pipeline);
        }

        private string Name(Request request)
        {
            var blob = new BlobUriBuilder(request.Uri.ToUri());
            var comp = HttpUtility.ParseQueryString(blob.Query)["comp"];
            var container = blob.BlobContainerName.Replace(blobs.suffix, "", StringComparison.Ordinal);
            return $"{request.Method} {container}/{blob.BlobName} {comp}".Trim();
        }
    }
}
