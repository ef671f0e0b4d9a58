using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>For the triggers whose input waits anyway: a full engine queue is waited for, where the HTTP function refuses.</summary>
internal static class PatientScoring
{
    /// <summary>Scores the texts, in order, as soon as there is room for them.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public static async Task<SentimentScore[]> ScorePatientlyAsync(
        this SentimentEngine engine, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await engine.ScoreAsync(texts, cancellationToken);
            }
            catch (EngineBusyException busy)
            {
                await Task.Delay(busy.RetryAfter, cancellationToken);
            }
        }
    }
}
