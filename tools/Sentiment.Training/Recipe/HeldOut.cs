using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>
/// Selects the training rows that are held out for choosing between models, so that SST's dev set is used for reporting only. The selection
/// depends only on the words, so a text that is in two files is held out of both.
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
