using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Tests.Support;

/// <summary>The shipped figures, and the path of the repository.</summary>
internal static class Data
{
    public static FigureSet Figures { get; } = FigureSet.Default;

    /// <summary>The nearest parent folder of the tests that contains the solution.</summary>
    public static string Repository { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "SentimentFunctions.sln")) ? folder
            : Above(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!);
}
