using System.Globalization;

namespace FunctionsHost.Settings;

/// <summary>
/// One section of host.json, with the settings that override it. Errors say where a wrong value is, and what it must be.
/// A missing section reads as an empty one; names are compared without case.
/// </summary>
internal readonly record struct HostSection(IConfiguration Values, string File, AppSettings Settings)
{
    // The Functions host's own: AzureFunctionsJobHost__a__b is host.json's a.b.
    private const string Prefix = "AzureFunctionsJobHost:";

    /// <exception cref="FormatException">A name occurs twice.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public static HostSection Root(string file, AppSettings settings) => new(
        new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(file), optional: true)
            .AddInMemoryCollection(settings.All
                .Where(setting => setting.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                .Select(setting => KeyValuePair.Create(setting.Key[Prefix.Length..], (string?)setting.Value)))
            .Build(),
        file,
        settings);

    public IEnumerable<string> Names => Values.GetChildren().Select(child => child.Key);

    public HostSection Section(string name) => this with { Values = Values.GetSection(name) };

    public string? Text(string name) => Values.GetSection(name) is { Value: null } section && section.GetChildren().Any()
        ? throw Bad(name, "an object or array", "text")
        : Values[name];

    public int? Number(string name, int min, int max) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max => number,
        var text => throw Bad(name, text, $"a whole number from {min} to {max}"),
    };

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw Bad(name, text, "true or false"),
    };

    public TimeSpan? Span(string name, TimeSpan? max = null) => Text(name) switch
    {
        null => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && !(span > max) => span,
        var text => throw Bad(name, text, "a time such as 00:00:30" + (max is null ? "" : $", {max} at most")),
    };

    public HostException Bad(string name, string value, string wanted)
    {
        var path = Values.GetSection(name).Path;
        return new(Settings.Find(Prefix + path) is null
            ? $"{File}: \"{path.Replace(':', '.')}\" is {value}; it must be {wanted}."
            : $"The setting '{(Prefix + path).Replace(":", "__", StringComparison.Ordinal)}' is {value}; it must be {wanted}.");
    }
}
