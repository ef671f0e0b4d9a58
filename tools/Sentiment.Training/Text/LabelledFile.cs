using System.Globalization;
using System.IO.Compression;

namespace Sentiment.Training.Text;

/// <summary>
/// Reads GLUE's tab-separated layout: a header line, then <c>text TAB label</c>, perhaps with more columns. <c>.gz</c> is unpacked.
/// </summary>
internal static class LabelledFile
{
    /// <summary>The rows in file order. A file without a label column gives NaN labels.</summary>
    /// <exception cref="InvalidDataException">A row has no text or a label that is neither 0 nor 1.</exception>
    public static IEnumerable<LabelledText> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        var labelled = reader.ReadLine()?.Contains('\t') ?? throw new InvalidDataException($"{path} is empty; a header line is expected.");

        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (!labelled)
            {
                yield return new LabelledText(line, float.NaN);
                continue;
            }

            var fields = line.Split('\t');
            if (fields.Length < 2 || !int.TryParse(fields[1], CultureInfo.InvariantCulture, out var label) || label is not (0 or 1))
                throw new InvalidDataException($"{path}, line {number}: expected 'text<TAB>0 or 1'.");
            yield return new LabelledText(fields[0].Trim(), label);
        }
    }
}
