using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SentimentFunctions.Csv;

/// <summary>
/// A block blob that nobody sees until it is whole: blocks are staged as they fill and committed at the end, all at once. One that is never
/// committed leaves nothing (the service drops staged blocks after a week). Not thread-safe.
/// </summary>
internal sealed class BlockBlobUpload(BlockBlobClient blob, string contentType)
{
    /// <summary>50,000 blocks of this size hold 195 GiB.</summary>
    private const int BlockBytes = 4 << 20;

    // Two uploads of the same name, as after a lost lease, must not mix their blocks.
    private readonly string run = Guid.NewGuid().ToString("N");
    private readonly List<string> blocks = [];
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Adds bytes; stages a block when there is enough for one.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        buffer.Write(bytes.Span);
        if (buffer.WrittenCount >= BlockBytes)
            await StageAsync(cancellationToken);
    }

    /// <summary>Makes the blob appear, or replaces the one that was there.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (buffer.WrittenCount > 0)
            await StageAsync(cancellationToken);
        var headers = new BlobHttpHeaders { ContentType = contentType };
        await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { HttpHeaders = headers }, cancellationToken);
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(run + blocks.Count.ToString("D6", CultureInfo.InvariantCulture)));
        using var block = BinaryData.FromBytes(buffer.WrittenMemory).ToStream();
        await blob.StageBlockAsync(id, block, cancellationToken: cancellationToken);
        blocks.Add(id);
        buffer.ResetWrittenCount();
    }
}
