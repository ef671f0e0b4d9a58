using System.Diagnostics;
using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>For the CSV door, whose tries follow each other at once: a model that cannot be loaded is waited for, where the HTTP door refuses.</summary>
internal static class PatientLoading
{
    /// <summary>One try; five of them, as many as a file has, outlast five minutes without a model.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The engine, as soon as its model can be loaded.</summary>
    /// <exception cref="ModelLoadException">That did not come to pass within a minute.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public static async Task<SentimentEngine> EngineAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await SharedEngine.GetAsync(cancellationToken);
            }
            catch (ModelLoadException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
