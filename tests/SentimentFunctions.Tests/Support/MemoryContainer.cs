using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Moment = System.DateTimeOffset;

namespace SentimentFunctions.Tests.Support;

/// <summary>A blob container in memory, as far as the CSV function uses one.</summary>
internal sealed class MemoryContainer : BlobContainerClient
{
    /// <summary>The blobs by name.</summary>
    public Dictionary<string, byte[]> Blobs { get; } = [];

    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = default,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(Response.FromValue(BlobsModelFactory.BlobContainerInfo(default, Moment.UnixEpoch), null!));

    public override Task<Response<bool>> DeleteBlobIfExistsAsync(
        string blobName, DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(Response.FromValue(Blobs.Remove(blobName), null!));

    public override BlobClient GetBlobClient(string blobName) => new Blob(this, blobName);

    protected override BlockBlobClient GetBlockBlobClientCore(string blobName) => new BlockBlob(this, blobName);

    private static Response<BlobContentInfo> Written() =>
        Response.FromValue(BlobsModelFactory.BlobContentInfo(default, Moment.UnixEpoch, [], "", "", "", 0), null!);

    private sealed class Blob(MemoryContainer container, string name) : BlobClient
    {
        public override Task<Response<BlobContentInfo>> UploadAsync(
            BinaryData content, BlobUploadOptions? options, CancellationToken cancellationToken = default)
        {
            container.Blobs[name] = content.ToArray();
            return Task.FromResult(Written());
        }
    }

    private sealed class BlockBlob(MemoryContainer container, string name) : BlockBlobClient
    {
        private readonly Dictionary<string, byte[]> staged = [];

        public override Task<Response<BlockInfo>> StageBlockAsync(
            string base64BlockId, Stream content, BlockBlobStageBlockOptions? options = null, CancellationToken cancellationToken = default)
        {
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            staged[base64BlockId] = copy.ToArray();
            return Task.FromResult(Response.FromValue(BlobsModelFactory.BlockInfo([], [], "", ""), null!));
        }

        public override Task<Response<BlobContentInfo>> CommitBlockListAsync(
            IEnumerable<string> base64BlockIds, CommitBlockListOptions? options, CancellationToken cancellationToken = default)
        {
            container.Blobs[name] = [.. base64BlockIds.SelectMany(id => staged[id])];
            return Task.FromResult(Written());
        }
    }
}
