using System.Buffers;
using System.Text;

namespace Sentiment.Csv;

/// <summary>Reads a file without a byte order mark once, to tell UTF-8 from Windows-1252.</summary>
internal sealed class EncodingScan
{
    private static readonly SearchValues<byte> Undefined = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);

    private long valid, invalid, high, neighbours;
    private bool hasUndefined, afterHigh;

    /// <summary>
    /// Windows-1252 when the bytes are no UTF-8, nearly none of them look like it, and they stand one by one between other letters, as
    /// accents and curly quotes do; in other code pages they stand side by side. Else UTF-8: what is damaged in it fails its row.
    /// </summary>
    public static async Task<Encoding> OfAsync(Stream file, CancellationToken cancellationToken)
    {
        var scan = new EncodingScan();
        var buffer = new byte[1 << 16];
        var kept = 0;
        while (await file.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var read)
        {
            scan.Look(buffer.AsSpan(kept, read));
            kept = scan.Decode(buffer, kept + read);
        }

        scan.invalid += kept > 0 ? 1 : 0;
        file.Position = 0;
        return scan.IsWindows1252 ? CsvEncodings.Windows1252 : Encoding.UTF8;
    }

    private bool IsWindows1252 => invalid > 0 && valid * 10 < invalid && !hasUndefined && neighbours * 2 <= high;

    private void Look(ReadOnlySpan<byte> bytes)
    {
        hasUndefined = hasUndefined || bytes.ContainsAny(Undefined);
        foreach (var value in bytes)
        {
            var isHigh = value >= 0x80;
            high += isHigh ? 1 : 0;
            neighbours += isHigh && afterHigh ? 1 : 0;
            afterHigh = isHigh;
        }
    }

    /// <summary>Counts characters of several bytes; the last one may be cut, and its bytes go to the front.</summary>
    private int Decode(byte[] buffer, int length)
    {
        var rest = buffer.AsSpan(0, length);
        while (true)
        {
            var next = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
                return 0;
            rest = rest[next..];
            var status = Rune.DecodeFromUtf8(rest, out _, out var consumed);
            if (status == OperationStatus.NeedMoreData)
            {
                rest.CopyTo(buffer);
                return rest.Length;
            }

            (valid, invalid) = status == OperationStatus.Done ? (valid + 1, invalid) : (valid, invalid + 1);
            rest = rest[consumed..];
        }
    }
}
