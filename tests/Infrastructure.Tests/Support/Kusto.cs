using System.Text.RegularExpressions;

namespace Infrastructure.Tests.Support;

/// <summary>What a Kusto query reads, parsed from its text.</summary>
internal static partial class Kusto
{
    /// <summary>Tables that it reads.</summary>
    public static IEnumerable<string> Tables(string query) => Table().Matches(query).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>Metrics of the app that it picks by name.</summary>
    public static IEnumerable<string> AppMetrics(string query) => Metric().Matches(query).Select(match => match.Groups[1].Value);

    /// <summary>Attributes of telemetry that it reads.</summary>
    public static IEnumerable<string> Attributes(string query) => Attribute().Matches(query).Select(match => match.Groups[1].Value);

    /// <summary>Parameters of a workbook that it uses, without their format.</summary>
    public static IEnumerable<string> Parameters(string query) => Parameter().Matches(query).Select(match => match.Groups[1].Value);

    /// <summary>The queries of a Markdown document.</summary>
    public static IEnumerable<string> Blocks(string markdown) =>
        markdown.Split("```kusto\n").Skip(1).Select(rest => rest.Split("```")[0]);

    [GeneratedRegex(@"(?:^|\(|= )([A-Z][A-Za-z]+)\s*(?:\n|\|)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex("\\bName == \"([^\"]+)\"")]
    private static partial Regex Metric();

    [GeneratedRegex("Properties\\[\"([^\"]+)\"\\]")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Parameter();
}
