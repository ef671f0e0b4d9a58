using System.Text;

namespace Sentiment.Inference;

/// <summary>The weight files next to an ONNX file. Models over 2 GB need them, and some exports of smaller models have them.</summary>
internal static class ExternalData
{
    // A tensor with external data has the entry "location": field 1 of a StringStringEntryProto, its key, then field 2, the file's name
    // (onnx.proto). A search for these bytes needs no parser for the format, and does not load the weights into memory.
    private static readonly byte[] Entry = [0x0A, 8, .. "location"u8, 0x12];
    private const byte ExternalDataTag = 0x6A; // field 13 of a tensor; the model's metadata, field 14, have entries, too
    private const int LongestPrefix = 3; // the tag, and one or two bytes of length
    private const int LongestName = 127; // one byte of length
    private const int Chunk = 1 << 20;

    /// <summary>The paths of the files, relative to the ONNX file's folder; they are in it or below it.</summary>
    /// <exception cref="FormatException">A path leads out of the folder.</exception>
    public static IReadOnlyCollection<string> NamesIn(string onnxFile)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var overlap = LongestPrefix + Entry.Length + 1 + LongestName;
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

    private static void Collect(ReadOnlySpan<byte> bytes, SortedSet<string> names)
    {
        for (int from = 0, at; (at = bytes[from..].IndexOf(Entry)) >= 0; from += at + 1)
        {
            var start = from + at;
            var rest = bytes[(start + Entry.Length)..];
            if (rest.IsEmpty || rest[0] > LongestName || rest.Length <= rest[0]) continue;
            if (!IsExternalData(bytes[..start], Entry.Length + 1 + rest[0])) continue;
            var name = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
            if (name.Any(char.IsControl)) continue; // a value of the graph that is called "location": its type follows
            names.Add(IsBelow(name) ? name
                : throw new FormatException(
                    $"its weights are in '{name}', but must be in a separate file in the same directory or below."));
        }
    }

    private static bool IsExternalData(ReadOnlySpan<byte> before, int length)
    {
        byte[] start = length < 128 ? [ExternalDataTag, (byte)length] : [ExternalDataTag, (byte)(length | 128), 1];
        return before.EndsWith(start);
    }

    private static bool IsBelow(string name) =>
        !Path.IsPathRooted(name) && !IsTaken(name) && name.Split('/', '\\').All(part => part is not ("" or "." or ".."));

    private static bool IsTaken(string name) => ModelFiles.IsOnnx(name)
        || name is ModelFiles.Config or ModelFiles.TokenizerConfig or ModelFiles.Vocabulary or ModelFiles.Tokenizer;
}
