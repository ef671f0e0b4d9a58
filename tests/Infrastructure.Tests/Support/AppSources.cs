using System.Text.RegularExpressions;

namespace Infrastructure.Tests.Support;

/// <summary>What the app needs from its environment, read from its sources.</summary>
internal static partial class AppSources
{
    private static readonly string Code = string.Join('\n', Sources("src").Select(File.ReadAllText));

    /// <summary>Names between percent signs in triggers and bindings: the host resolves them from the settings.</summary>
    public static IReadOnlySet<string> BindingSettings { get; } =
        BindingSetting().Matches(Code).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Names of connections in triggers and bindings.</summary>
    public static IReadOnlySet<string> Connections { get; } = Connection().Matches(Code).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Names of the functions.</summary>
    public static IReadOnlySet<string> Functions { get; } = Function().Matches(Code).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Properties of the option records, each of which is a setting <c>Sentiment__NAME</c>.</summary>
    public static IReadOnlySet<string> Options { get; } = Sources("src")
        .Where(file => file.EndsWith("Options.cs", StringComparison.Ordinal))
        .SelectMany(file => Property().Matches(File.ReadAllText(file)))
        .Select(match => "Sentiment__" + match.Groups[1].Value).ToHashSet();

    /// <summary>Whether the sources contain this string literal, for example the name of a metric or an attribute.</summary>
    public static bool HaveLiteral(string text) => Code.Contains($"\"{text}\"", StringComparison.Ordinal);

    /// <summary>The trigger attribute of this kind of a function, with its arguments.</summary>
    public static string Trigger(string kind) => Regex.Match(Code, kind + @"Trigger\((?<inside>[^)]*)\)").Groups["inside"].Value;

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Repository.At(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    [GeneratedRegex("\"%(\\w+)%")]
    private static partial Regex BindingSetting();

    [GeneratedRegex("Connection = \"(\\w+)\"")]
    private static partial Regex Connection();

    [GeneratedRegex("\\[Function\\((?:nameof\\()?\"?(\\w+)")]
    private static partial Regex Function();

    [GeneratedRegex(@"public (?:required )?[\w?<>\[\]]+ (\w+) \{ get; (?:init|set); \}")]
    private static partial Regex Property();
}
