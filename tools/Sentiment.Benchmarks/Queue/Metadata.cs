using System.Reflection;

namespace Sentiment.Benchmarks.Queue;

/// <summary>Where the build has put the programs that are measured.</summary>
internal static class Metadata
{
    /// <summary>The path that the project file gives under this name.</summary>
    public static string Of(string name) => typeof(Metadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(entry => entry.Key == name).Value!;
}
