using System.Text.Json;
using FunctionsHost.Settings;

namespace FunctionsHost.Functions;

/// <summary>
/// One binding of a function, as the worker describes it in raw JSON, with every <c>%Setting%</c> in it replaced.
/// </summary>
internal sealed class Binding
{
    private readonly Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);

    public Binding(string json, string function, AppSettings settings)
    {
        using var document = JsonDocument.Parse(json);
        Flatten(document.RootElement, "");
        foreach (var (name, text) in texts.ToList())
            texts[name] = settings.Resolve(text, $"Function {function} (its \"{name}\" is \"{text}\")");
        Name = Text("name") ?? throw new HostException($"Function {function} has a binding without a name: {json}");
        Type = Text("type") ?? throw new HostException($"Function {function} has a binding without a type: {json}");
    }

    /// <summary>The parameter's or property's name; <c>$return</c> for a method's result.</summary>
    public string Name { get; }

    /// <summary>httpTrigger, http, serviceBusTrigger, serviceBus, blobTrigger, blob, ...</summary>
    public string Type { get; }

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    public bool IsOutput => "out".Equals(Text("direction"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker opens the resource itself, from a reference that the host sends.</summary>
    public bool IsDeferred => "true".Equals(Text("properties.supportsDeferredBinding"), StringComparison.OrdinalIgnoreCase);

    public bool IsBinary => "binary".Equals(Text("dataType"), StringComparison.OrdinalIgnoreCase);

    public bool IsString => "string".Equals(Text("dataType"), StringComparison.OrdinalIgnoreCase);

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A property's value as text; a nested one as <c>outer.inner</c>, an array's elements as <c>name.0</c>, <c>name.1</c>.
    /// </summary>
    public string? Text(string property) => texts.GetValueOrDefault(property);

    /// <summary>The elements of an array of strings; empty if there is none.</summary>
    public IReadOnlyList<string> List(string property) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(i => Text($"{property}.{i}")).TakeWhile(text => text is not null)
            .Select(text => text!)];

    private void Flatten(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
            foreach (var property in element.EnumerateObject())
                Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var (i, item) in element.EnumerateArray().Index())
                Flatten(item, $"{path}.{i}");
        else if (element.ValueKind != JsonValueKind.Null)
            texts[path] = element.ToString();
    }
}
