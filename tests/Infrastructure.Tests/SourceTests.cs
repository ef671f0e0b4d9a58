using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Infrastructure.Tests;

/// <summary>Rules that <c>dotnet format</c> does not enforce.</summary>
public sealed partial class SourceTests
{
    private const int LongestLine = 140; // max_line_length of .editorconfig

    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts"];

    [Fact]
    public void Lines_of_code_have_at_most_140_characters()
    {
        var files = Files(new DirectoryInfo(Repository.Root)).Where(file => file.Extension == ".cs").ToList();
        Assert.NotEmpty(files);
        Assert.Empty(
            from file in files
            from line in File.ReadLines(file.FullName).Index()
            where line.Item.Length > LongestLine
            select $"{Path.GetRelativePath(Repository.Root, file.FullName)}:{line.Index + 1} has {line.Item.Length} characters");
    }

    // A profile or a log that was committed by mistake is in every clone for ever.
    [Fact]
    public async Task Only_models_are_large()
    {
        const long Largest = 5_000_000;
        using var git = Process.Start(
            new ProcessStartInfo("git", ["ls-files", "-z"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true })!;
        var committed = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(git.ExitCode == 0, "git does not know which files are committed.");
        var files = committed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(name => new FileInfo(Repository.At(name)));
        var large = files.Where(file => file.Exists && file.Length > Largest).ToLookup(file => file.Extension == ".onnx");

        Assert.NotEmpty(large[true]);
        Assert.Empty(large[false].Select(file => $"{file.Name} has {file.Length} bytes"));
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
        // .NET calls every entry point Program, and a generic type may have a non-generic companion of the same name.
        Assert.Empty(named.Where(type => type.Key is not ("Program" or "RowScanner") && type.Count() > 1)
            .Select(type => $"{type.Key}: {string.Join(", ", type)}"));
    }

    [Fact]
    public void No_two_folders_of_a_project_use_each_other()
    {
        var projects = ((string[])["src", "local", "tools"]).SelectMany(folder => Directory.GetDirectories(Repository.At(folder)));
        var uses = projects.SelectMany(Uses).ToLookup(use => (use.Project, use.From, use.To), use => use.Type);

        Assert.True(uses.Count > 50);
        var mutual = uses.Where(use => uses.Contains((use.Key.Project, use.Key.To, use.Key.From)))
            .Select(use => $"{use.Key.Project}: {use.Key.From} uses {use.First()} of {use.Key.To}").ToList();
        Assert.True(mutual.Count == 0, string.Join('\n', mutual));
    }

    // The root folder of a project is left out: it composes the program from all other folders.
    private static IEnumerable<(string Project, string From, string To, string Type)> Uses(string project)
    {
        var files = (
            from file in Files(new DirectoryInfo(project))
            let folder = Path.GetRelativePath(project, file.DirectoryName!)
            where file.Extension == ".cs" && folder != "."
            select (Folder: folder, Code: NoCode().Replace(File.ReadAllText(file.FullName), " "))).ToList();
        var folders = (
            from file in files
            from Match type in TypeName().Matches(file.Code)
            group file.Folder by type.Groups["name"].Value)
            .Where(type => type.Distinct().Count() == 1).ToDictionary(type => type.Key, type => type.First());
        return
            from file in files
            from Match word in Word().Matches(file.Code)
            let folder = folders.GetValueOrDefault(word.Value, file.Folder)
            where folder != file.Folder
            select (Path.GetFileName(project), file.Folder, folder, word.Value);
    }

    // Characters, strings of every kind, and comments.
    [GeneratedRegex("""'(?:\\.[^'\n]*|[^'\\\n])'|"{3}.*?"{3}|@"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|//[^\n]*""", RegexOptions.Singleline)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // Only types at the left edge: a nested type is qualified by its outer type.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|ref) )*"
        + @"(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => !inner.Name.StartsWith('.') && !Generated.Contains(inner.Name)).SelectMany(Files));
}
