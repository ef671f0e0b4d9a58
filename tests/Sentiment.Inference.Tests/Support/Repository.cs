namespace Sentiment.Inference.Tests;

/// <summary>Places that tests read from.</summary>
internal static class Repository
{
    public static string EmbeddedModel => Path.Combine(AppContext.BaseDirectory, "models", "sentiment-small");

    /// <summary>A file of the reference material beside the repository; null where there is none.</summary>
    public static string? Shared(string file)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "SentimentFunctions.sln")))
            directory = directory.Parent;
        var path = Path.Combine(directory?.Parent?.FullName ?? "", "shared", file);
        return File.Exists(path) ? path : null;
    }
}
