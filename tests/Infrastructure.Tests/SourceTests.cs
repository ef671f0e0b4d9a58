namespace Infrastructure.Tests;

/// <summary>What <c>dotnet format</c> does not hold by itself.</summary>
public sealed class SourceTests
{
    private const int LongestLine = 140; // max_line_length of .editorconfig

    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts"];

    [Fact]
    public void Lines_of_code_end_at_140_characters()
    {
        var files = Files(new DirectoryInfo(Repository.Root)).Where(file => file.Extension == ".cs").ToList();
        Assert.NotEmpty(files);
        Assert.Empty(
            from file in files
            from line in File.ReadLines(file.FullName).Index()
            where line.Item.Length > LongestLine
            select $"{Path.GetRelativePath(Repository.Root, file.FullName)}:{line.Index + 1} has {line.Item.Length} characters");
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => !inner.Name.StartsWith('.') && !Generated.Contains(inner.Name)).SelectMany(Files));
}
