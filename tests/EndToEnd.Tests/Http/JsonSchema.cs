using System.Text.Json;

namespace EndToEnd.Tests.Http;

/// <summary>
/// Checks values against the schemas of an OpenAPI 3.1 description: the keywords that it uses, and a refusal of any other.
/// </summary>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Annotations = ["description", "default", "examples"];

    /// <summary>What stands at a place of the document, or where that refers to.</summary>
    public JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)))
        : element;

    /// <summary>What is wrong with a value; a member that no schema names is wrong too.</summary>
    public IEnumerable<string> Violations(JsonElement schema, JsonElement value, string at = "$")
    {
        var found = Checked(schema, value, at);
        if (value.ValueKind == JsonValueKind.Object && Members(schema) is { } members)
            found = found.Concat(value.EnumerateObject().Where(member => !members.Contains(member.Name))
                .Select(member => $"{at}.{member.Name} is not described"));
        return found;
    }

    private IEnumerable<string> Checked(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().Where(keyword => !Annotations.Contains(keyword.Name))
        .SelectMany(keyword => Checked(keyword, schema, value, at));

    private IEnumerable<string> Checked(JsonProperty keyword, JsonElement schema, JsonElement value, string at) => keyword.Name switch
    {
        "$ref" => Checked(Resolve(schema), value, at),
        "allOf" => keyword.Value.EnumerateArray().SelectMany(part => Checked(part, value, at)),
        "oneOf" => One(keyword.Value, value, at),
        "type" => Unless(IsOf(keyword.Value, value), $"{at} is a {value.ValueKind}, not {keyword.Value}"),
        "const" => Unless(JsonElement.DeepEquals(keyword.Value, value), $"{at} is {value}, not {keyword.Value}"),
        "enum" => Unless(
            keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
            $"{at} is {value}, none of {keyword.Value}"),
        "minimum" => Unless(value.GetDouble() >= keyword.Value.GetDouble(), $"{at} is {value}, under {keyword.Value}"),
        "maximum" => Unless(value.GetDouble() <= keyword.Value.GetDouble(), $"{at} is {value}, over {keyword.Value}"),
        "required" => keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
            .Select(name => $"{at}.{name} is missing"),
        "properties" => keyword.Value.EnumerateObject().SelectMany(property =>
            value.TryGetProperty(property.Name, out var member) ? Violations(property.Value, member, $"{at}.{property.Name}") : []),
        "additionalProperties" => value.EnumerateObject()
            .SelectMany(member => Violations(keyword.Value, member.Value, $"{at}.{member.Name}")),
        "items" => value.EnumerateArray().SelectMany((item, i) => Violations(keyword.Value, item, $"{at}[{i}]")),
        var unknown => throw new NotSupportedException($"The keyword '{unknown}' is not checked."),
    };

    private IEnumerable<string> One(JsonElement choices, JsonElement value, string at)
    {
        var found = choices.EnumerateArray().Select(choice => Violations(choice, value, at).ToList()).ToList();
        return found.Count(wrong => wrong.Count == 0) == 1 ? []
            : found.SelectMany(wrong => wrong).Prepend($"{at} is not exactly one of what it may be");
    }

    /// <summary>The members that a schema names; null when it allows any.</summary>
    private HashSet<string>? Members(JsonElement schema)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("additionalProperties", out _) || schema.TryGetProperty("oneOf", out _))
            return null;
        var members = new HashSet<string>();
        if (schema.TryGetProperty("properties", out var properties))
            members.UnionWith(properties.EnumerateObject().Select(property => property.Name));
        else if (!schema.TryGetProperty("allOf", out _))
            return null;
        foreach (var part in schema.TryGetProperty("allOf", out var parts) ? parts.EnumerateArray() : [])
            members.UnionWith(Members(part) ?? []);
        return members;
    }

    private static bool IsOf(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsOf(one, value))
        : (type.GetString(), value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String)
                or ("null", JsonValueKind.Null)
                or ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
            _ => false,
        };

    private static IEnumerable<string> Unless(bool holds, string violation) => holds ? [] : [violation];
}
