using System.Diagnostics;
using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>For messages and files, which are tried again at once when they fail: they wait for a model that cannot be loaded, where HTTP refuses.</summary>
internal static class PatientLoading
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The engine, as soon as its model can be loaded.</summary>
    /// <exception cref="ModelLoadException">The model could not be loaded within <paramref name="patience"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<SentimentEngine> EngineAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await SharedEngine.GetAsync(cancellationToken);
            }
            catch (ModelLoadException) when (Stopwatch.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
