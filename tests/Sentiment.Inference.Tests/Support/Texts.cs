namespace Sentiment.Inference.Tests;

/// <summary>Review-like texts of every length, the same for the same seed.</summary>
internal static class Texts
{
    private static readonly string[] Words =
        ("the a this movie film was is not never really quite good bad great dreadful " +
        "wonderful boring and but with of plot actors , . ! it ' s").Split(' ');

    public static string[] Random(int seed, int count, int mostWords = 120)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', random.GetItems(Words, random.Next(0, mostWords))))];
    }
}
