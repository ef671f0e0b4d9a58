namespace Infrastructure.Tests.Support;

/// <summary>The files under test.</summary>
internal static class InfraFiles
{
    public static string Folder { get; } = Repository.At("infra");

    /// <summary>Every file below infra/ with this ending, relative to infra/, in a fixed order.</summary>
    public static string[] Of(string extension) =>
        [.. Directory.EnumerateFiles(Folder, "*" + extension, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal)];
}
