using System.IO.Compression;

namespace Sentiment.Csv;

/// <summary>Files that are compressed with gzip. Their content is read, and the result is written uncompressed.</summary>
internal static class GzipFile
{
    /// <summary>
    /// The most bytes that a file may have when it is unpacked: gzip can compress a thousand to one. It is also the limit of a pipe.
    /// </summary>
    public const long MaxBytes = 10L << 30;

    private const string Extension = ".gz";

    /// <summary>Whether a file that begins like this is compressed.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    /// <summary>Whether a file is compressed. Leaves the file at its beginning.</summary>
    public static async Task<bool> IsPackedAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return IsPacked(head.AsSpan(0, read));
    }

    /// <summary>The name of the content: without <c>.gz</c>.</summary>
    public static string InnerName(string name) => HasExtension(name) ? name[..^Extension.Length] : name;

    /// <summary>The name of the result: the file's, followed by <c>.csv</c> or <c>.jsonl</c> for a <c>.gz</c> file.</summary>
    public static string OutputName(string name) =>
        !HasExtension(name) ? name : name + (JsonLines.IsName(InnerName(name)) ? ".jsonl" : ".csv");

    /// <summary>Whether the result of a <c>.gz</c> file may have this name.</summary>
    public static bool IsOutputName(string name) => Path.GetExtension(name) is { Length: > 0 } extension
        && HasExtension(name[..^extension.Length]) && OutputName(name[..^extension.Length]) == name;

    /// <summary>Unpacks a file. Concatenated gzip files count as one, as for <c>gzip -d</c>.</summary>
    /// <param name="packed">The compressed file.</param>
    /// <param name="plain">Receives the content.</param>
    /// <param name="mostBytes">The most bytes that the content may have.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CsvUnreadableException">The file is cut or damaged, or holds more.</exception>
    public static async Task UnpackAsync(Stream packed, Stream plain, long mostBytes, CancellationToken cancellationToken)
    {
        // .NET detects a truncated file only with UseStrictValidation, which Directory.Build.props sets for every program.
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            await BoundedCopy.RunAsync(gzip, plain, mostBytes,
                $"The gzip file holds more than {mostBytes} bytes. Unpack it and split the file.", cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new CsvUnreadableException("The gzip file is damaged, or was cut while it was copied. Pack and copy it again.");
        }
    }

    private static bool HasExtension(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
