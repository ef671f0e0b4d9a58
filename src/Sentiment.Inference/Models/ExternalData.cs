using System.Text;

namespace Sentiment.Inference;

/// <summary>The weight files next to an ONNX file. Models over 2 GB need them, and some exports of smaller models have them.</summary>
internal static class ExternalData
{
    // A tensor with external data has the entry "location": field 1 of a StringStringEntryProto, its key, then field 2, the file's name
    // (onnx.proto). A search for these bytes needs no parser for the format, and does not load the weights into memory.
    private static readonly byte[] Entry = [0x0A, 8, .. "location"u8, 0x12];
    private const int LongestName = 127; // one byte of length
    private const int Chunk = 1 << 20;

    /// <summary>The names of the files, relative to the ONNX file's folder.</summary>
    /// <exception cref="FormatException">A name leads out of the folder.</exception>
    public static IReadOnlyCollection<string> NamesIn(string onnxFile)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var overlap = Entry.Length + 1 + LongestName;
        var buffer = new byte[Chunk + overlap];
        using var file = File.OpenRead(onnxFile);
        for (var (kept, read) = (0, 1); read > 0;)
        {
            read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var bytes = buffer.AsSpan(0, kept + read);
            Collect(bytes, names);
            kept = Math.Min(overlap, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return names;
    }

    private static bool Taken(string name) => ModelFiles.IsOnnx(name)
        || name is ModelFiles.Config or ModelFiles.TokenizerConfig or ModelFiles.Vocabulary or ModelFiles.Tokenizer;

    private static void Collect(ReadOnlySpan<byte> bytes, SortedSet<string> names)
    {
        for (int at; (at = bytes.IndexOf(Entry)) >= 0; bytes = bytes[(at + 1)..])
        {
            var rest = bytes[(at + Entry.Length)..];
            if (rest.IsEmpty || rest[0] > LongestName || rest.Length <= rest[0]) continue;
            var name = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
            names.Add(Path.GetFileName(name) == name && name is not ("" or "." or "..") && !name.Contains('\0') && !Taken(name) ? name
                : throw new FormatException(
                    $"its weights are in '{name}', but must be in a separate file in the same directory."));
        }
    }
}
