using System.Text.RegularExpressions;

namespace Infrastructure.Tests;

/// <summary>What <c>dotnet format</c> does not hold by itself.</summary>
public sealed partial class SourceTests
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

    [Fact]
    public void No_two_types_have_the_same_name()
    {
        var types =
            from folder in (string[])["src", "local", "tools"]
            from file in Files(new DirectoryInfo(Repository.At(folder)))
            where file.Extension == ".cs"
            from Match type in TypeName().Matches(File.ReadAllText(file.FullName))
            select (Name: type.Groups["name"].Value, File: Path.GetRelativePath(Repository.Root, file.FullName));
        var named = types.ToLookup(type => type.Name, type => type.File);

        Assert.True(named.Count > 300);
        // Program is what .NET calls every entry point, and a generic type may have a companion of its name.
        Assert.Empty(named.Where(type => type.Key is not ("Program" or "RowScanner") && type.Count() > 1)
            .Select(type => $"{type.Key}: {string.Join(", ", type)}"));
    }

    // Types at the left edge: those inside of another one have its name before theirs.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|ref) )*"
        + @"(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => !inner.Name.StartsWith('.') && !Generated.Contains(inner.Name)).SelectMany(Files));
}
