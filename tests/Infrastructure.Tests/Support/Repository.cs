using System.Reflection;

namespace Infrastructure.Tests.Support;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Infra { get; } = Path.Combine(Root, "infra");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(At(parts));

    /// <summary>Every file below infra/ with this ending, relative to infra/, in a fixed order.</summary>
    public static string[] InfraFiles(string extension) =>
        [.. Directory.EnumerateFiles(Infra, "*" + extension, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Infra, file))
            .Order(StringComparer.Ordinal)];

    internal static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == key).Value!;
}
