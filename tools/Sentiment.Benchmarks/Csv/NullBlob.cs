using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Sentiment.Benchmarks.Csv;

/// <summary>Takes blocks as storage does, and drops them, so that what is measured is this process alone.</summary>
internal sealed class NullBlob : BlockBlobClient
{
    /// <summary>How much was staged, in bytes.</summary>
    public long Bytes { get; private set; }

    public override Task<Response<BlockInfo>> StageBlockAsync(
        string base64BlockId, Stream content, BlockBlobStageBlockOptions? options = null, CancellationToken cancellationToken = default)
    {
        Bytes += content.Length;
        return Task.FromResult<Response<BlockInfo>>(null!);
    }

    public override Task<Response<BlobContentInfo>> CommitBlockListAsync(
        IEnumerable<string> base64BlockIds, CommitBlockListOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<Response<BlobContentInfo>>(null!);
}
