using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace EndToEnd.Tests.Http;

/// <summary>An OpenAPI 3.1 description. Its schemas are treated as closed: a member that none of them names is an error, too.</summary>
internal sealed class Description
{
    private static readonly Uri Base = new("https://description.example/");
    private readonly JsonElement document;
    private readonly BuildOptions options = new() { SchemaRegistry = new() };

    public Description(string text)
    {
        var node = JsonNode.Parse(text);
        Close(node);
        document = JsonSerializer.SerializeToElement(node);
        options.SchemaRegistry.Register(new JsonElementBaseDocument(document, Base));
    }

    /// <summary>The value at a place, or at the place that it refers to.</summary>
    public JsonElement At(params string[] place) => place.Aggregate(document, (at, name) => at.GetProperty(name));

    /// <summary>A place, or the one that it refers to.</summary>
    public string[] Resolve(params string[] place) =>
        At(place).TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[1..] : place;

    /// <summary>The errors of a value, according to the schema at a place.</summary>
    public IEnumerable<string> Violations(JsonElement value, params string[] place)
    {
        var reference = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = $"{Base}#{Pointer(place)}" });
        var result = JsonSchema.Build(reference, options).Evaluate(value, new() { OutputFormat = OutputFormat.List });
        return result.IsValid ? []
            : from detail in result.Details ?? []
              from error in detail.Errors ?? []
              select $"{detail.InstanceLocation}: {error.Value}";
    }

    // Closes each described value, but not the parts of allOf, which see only their own members.
    private static void Close(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items)
                Close(item);
        if (node is not JsonObject schema)
            return;
        foreach (var (_, member) in schema)
            Close(member);
        var described = (schema["properties"] as JsonObject)?.Select(member => member.Value) ?? [];
        foreach (var value in described.Concat(schema["oneOf"] as JsonArray ?? []).Append(schema["items"]).Append(schema["schema"]))
            if (value is JsonObject closed && (closed.ContainsKey("properties") || closed.ContainsKey("$ref")))
                closed["unevaluatedProperties"] = false;
    }

    private static string Pointer(string[] place) =>
        string.Concat(place.Select(name => "/" + Uri.EscapeDataString(name.Replace("/", "~1", StringComparison.Ordinal))));
}
