using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>Scores many texts so that one without a result costs only its own score. The engine fails a call as a whole.</summary>
internal static class EachText
{
    /// <summary>Scores the texts, in order. One that cannot be scored gets <see cref="TextValidation.NoScore"/>.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="score">Scores some of them.</param>
    public static async Task<SentimentScore[]> ScoreAsync(
        IReadOnlyList<string> texts, Func<IReadOnlyList<string>, Task<SentimentScore[]>> score)
    {
        try
        {
            return await score(texts);
        }
        catch (UnscorableTextException) when (texts.Count == 1)
        {
            return [TextValidation.NoScore];
        }
        catch (UnscorableTextException)
        {
            // The halves are tried alone, below.
        }

        var half = texts.Count / 2;
        var first = await ScoreAsync([.. texts.Take(half)], score);
        var second = await ScoreAsync([.. texts.Skip(half)], score);
        return [.. first, .. second];
    }
}
