using System.IO.Compression;

namespace Sentiment.Csv;

/// <summary>Files that are packed with gzip: what is inside is read, and the result is written plain.</summary>
internal static class GzipFile
{
    /// <summary>The most bytes that a file may have unpacked: a small file can hold a thousand times its size.</summary>
    public const long MaxBytes = 10L << 30;

    private const string Extension = ".gz";

    /// <summary>Whether a file that begins so is packed.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    /// <summary>Whether a file is packed; it is at its beginning afterwards.</summary>
    public static async Task<bool> IsPackedAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return IsPacked(head.AsSpan(0, read));
    }

    /// <summary>The name of what is inside.</summary>
    public static string InnerName(string name) => HasExtension(name) ? name[..^Extension.Length] : name;

    /// <summary>The name of the plain result: that of the file, with the extension of what is inside where it was hidden.</summary>
    public static string OutputName(string name) =>
        !HasExtension(name) ? name : name + (JsonLines.IsName(InnerName(name)) ? ".jsonl" : ".csv");

    /// <summary>Whether the result of a packed file may have this name.</summary>
    public static bool IsOutputName(string name) => Path.GetExtension(name) is { Length: > 0 } extension
        && HasExtension(name[..^extension.Length]) && OutputName(name[..^extension.Length]) == name;

    /// <summary>Unpacks a file. Several files one after the other are one, as <c>gzip -d</c> reads them.</summary>
    /// <param name="packed">The packed file.</param>
    /// <param name="plain">Takes what is inside.</param>
    /// <param name="mostBytes">The most bytes that may be inside.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CsvUnreadableException">The file is cut or damaged, or holds more.</exception>
    public static async Task UnpackAsync(Stream packed, Stream plain, long mostBytes, CancellationToken cancellationToken)
    {
        // .NET checks whether a file is cut only with UseStrictValidation, which Directory.Build.props sets for every program.
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[1 << 17];
        try
        {
            for (var bytes = 0L; await gzip.ReadAsync(buffer, cancellationToken) is > 0 and var read; bytes += read)
            {
                if (bytes + read > mostBytes)
                    throw new CsvUnreadableException($"The gzip file holds more than {mostBytes} bytes. Unpack it, and drop it in pieces.");
                await plain.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (InvalidDataException)
        {
            throw new CsvUnreadableException("The gzip file is damaged, or was cut while it was copied. Pack and copy it again.");
        }
    }

    private static bool HasExtension(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
