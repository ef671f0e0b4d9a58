using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Tests.Support;

/// <summary>The figures that ship, and where the repository is.</summary>
internal static class Data
{
    public static FigureSet Figures { get; } = FigureSet.Default;

    /// <summary>The nearest folder above the tests that holds the solution.</summary>
    public static string Repository { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "SentimentFunctions.sln")) ? folder
            : Above(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!);
}
