using System.Globalization;
using System.Text.Json;

namespace FunctionsHost.Settings;

/// <summary>One object of host.json, read with errors that name file, value and remedy. A missing object reads as an empty one.</summary>
internal readonly record struct JsonSection(string File, JsonElement? Element, string Path = "")
{
    public JsonSection Section(string name) => new(File, Property(name), Full(name));

    public string? Text(string name) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        { } value => throw Bad(name, value.GetRawText(), "text"),
    };

    public int? Number(string name, int min, int max) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= min && number <= max => number,
        { } value => throw Bad(name, value.GetRawText(), $"a whole number from {min} to {max}"),
    };

    public bool? Flag(string name) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Bad(name, value.GetRawText(), "true or false"),
    };

    public TimeSpan? Span(string name, TimeSpan? max = null) => Text(name) switch
    {
        null => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && !(span > max) => span,
        var text => throw Bad(name, text, "a time such as 00:00:30" + (max is null ? "" : $", {max} at most")),
    };

    public HostException Bad(string name, string value, string wanted) =>
        new($"{File}: \"{Full(name)}\" is {value}; it must be {wanted}.");

    private string Full(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    // The Functions host reads host.json through .NET configuration, which ignores case.
    private JsonElement? Property(string name)
    {
        if (Element is not { ValueKind: JsonValueKind.Object } element)
            return null;
        foreach (var property in element.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
                return property.Value;
        return null;
    }
}
