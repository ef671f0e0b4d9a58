using System.Text.Json;

namespace Infrastructure.Tests.Support;

/// <summary>One resource of a deployment. Every expression that does not need Azure is evaluated.</summary>
internal sealed record Resource(JsonElement Json)
{
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>The name without those of its parents.</summary>
    public string Name => Json.GetProperty("name").GetString()!.Split('/')[^1];

    public string Id => Json.GetProperty("id").GetString()!;

    public JsonElement Properties => Json.GetProperty("properties");

    /// <summary>The value at a path of property names; undefined if there is none.</summary>
    public JsonElement At(params string[] path) =>
        path.Aggregate(Json,
            (json, name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default);

    public override string ToString() => $"{Type} {Name}";
}
