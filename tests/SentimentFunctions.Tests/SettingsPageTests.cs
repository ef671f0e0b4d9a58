using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sentiment.Inference;

namespace SentimentFunctions.Tests;

/// <summary>The table of docs/settings.md comes from the XML documentation of the options.</summary>
public sealed partial class SettingsPageTests
{
    private const string Start = "<!-- settings -->", End = "<!-- /settings -->";

    private static readonly string Page = Repository.At("docs", "settings.md");

    [Fact]
    public void The_page_matches_the_documentation_of_the_options() => Assert.Equal(Written(), File.ReadAllText(Page));

    /// <summary>Updates the page: <c>dotnet run --project tests/SentimentFunctions.Tests -- --explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public void Write_the_page() => File.WriteAllText(Page, Written());

    private static string Written()
    {
        var page = File.ReadAllText(Page);
        return page[..(page.IndexOf(Start, StringComparison.Ordinal) + Start.Length)]
            + $"\n\n{Table(new ScoringOptions())}{Table(new InferenceOptions(), heads: false)}\n"
            + page[page.IndexOf(End, StringComparison.Ordinal)..];
    }

    private static string Table<T>(T options, bool heads = true)
        where T : notnull
    {
        var docs = XDocument.Load(Path.ChangeExtension(typeof(T).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith($"P:{typeof(T)}.", StringComparison.Ordinal))
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
        var rows = new StringBuilder(heads ? "| setting | default | what for |\n|---|---|---|\n" : "");
        foreach (var property in typeof(T).GetProperties()
            .Where(property => property.SetMethod is not null && !typeof(Delegate).IsAssignableFrom(property.PropertyType)))
            rows.Append(
                $"| `Sentiment__{property.Name}` | {property.GetValue(options) ?? "none"} | {docs[$"P:{typeof(T)}.{property.Name}"]} |\n");
        return rows.ToString();
    }

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1]}`",
        _ => node.ToString(),
    })), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
