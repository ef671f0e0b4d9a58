using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>
/// The training rows that are held out to choose between models, so that SST's dev set is only reported. The choice depends on the words
/// alone: a text in two files is held out of both.
/// </summary>
internal static class HeldOut
{
    public static bool Takes(string text, uint oneIn) => Hash(text) % oneIn == 0;

    /// <summary>FNV-1a over the words, as <see cref="EvaluationGuard"/> sees them.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var word in EvaluationGuard.Words(text))
            foreach (var c in word + " ")
                hash = (hash ^ c) * 16777619u;
        return hash ^ hash >> 15;
    }
}
