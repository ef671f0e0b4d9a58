using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>
/// The unpacked content of one version of a compressed file. It is kept with the outputs while the file is scored, because gzip cannot be
/// read from the middle. Each function that unpacks the file writes a copy of its own: one of them is in the plan.
/// </summary>
/// <param name="container">The container of the outputs.</param>
/// <param name="name">The compressed file.</param>
/// <param name="version">Its version.</param>
/// <param name="id">The copy; null for one that an earlier version of the app has made.</param>
internal sealed class UnpackedFile(BlobContainerClient container, string name, string version, string? id)
{
    /// <summary>The end of the blob's name.</summary>
    public const string Suffix = ".unpacked";

    private const int BlockBytes = 8 << 20;

    /// <summary>The unpacked file.</summary>
    public BlockBlobClient Blob { get; } = container.GetBlockBlobClient($"{name}.{Hash(version + id)}{Suffix}");

    /// <summary>The copy.</summary>
    public string? Id { get; } = id;

    /// <summary>Whether its writing has begun.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Unpacks the file.</summary>
    /// <exception cref="CsvUnreadableException">The file is cut or damaged, or too large.</exception>
    public async Task WriteAsync(Stream packed, CancellationToken cancellationToken)
    {
        IsWritten = true;
        var options = new BlockBlobOpenWriteOptions { BufferSize = BlockBytes };
        await using var plain = await Blob.OpenWriteAsync(overwrite: true, options, cancellationToken);
        await GzipFile.UnpackAsync(packed, plain, GzipFile.MaxBytes, cancellationToken);
    }

    /// <summary>Removes it.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => Blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>A version in a form that can be part of a name, always of the same length.</summary>
    public static string Hash(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)).AsSpan(0, 12));
}
