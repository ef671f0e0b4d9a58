using Sentiment.Models;

namespace Sentiment.Benchmarks.Compare;

/// <summary>Texts to compare on.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Texts">The texts.</param>
/// <param name="PadTo">The fixed length of those who pad to one.</param>
internal sealed record TextSet(string Name, string[] Texts, int PadTo)
{
    /// <summary>The usual sets, or one of a file's lines.</summary>
    public static TextSet[] Of(FileInfo? file, int scale) => file is not null
        ? [new(Path.GetFileNameWithoutExtension(file.Name), File.ReadAllLines(file.FullName), 128)]
        : [new("short", ReviewTexts.Short(64 * scale), 128), new("feed", ReviewTexts.Feed(60 * scale), 128),
            new("mixed", ReviewTexts.Mixed(32 * scale), 128), new("long", ReviewTexts.Long(2 * scale), 512)];
}
