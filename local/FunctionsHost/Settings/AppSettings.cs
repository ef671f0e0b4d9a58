using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FunctionsHost.Settings;

/// <summary>
/// The app settings: the settings file's values, overridden by the environment, overridden by the addresses of what
/// the host itself started (the actual port of its broker or Azurite). Names are compared without case, as the Functions host does.
/// Thread-safe once the host is up; <see cref="Override"/> is used only at the start.
/// </summary>
internal sealed partial class AppSettings
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> forWorker = new(StringComparer.OrdinalIgnoreCase);

    public AppSettings(IEnumerable<KeyValuePair<string, string>> file, IDictionary environment, string source)
    {
        Source = source;
        foreach (var (name, value) in file)
            Override(name, value);
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            values[name.Replace("__", ":", StringComparison.Ordinal)] = (string)variable.Value!;
        }
    }

    /// <summary>Where the values came from, for messages.</summary>
    public string Source { get; }

    /// <summary>Which pages of other origins may call the HTTP functions; null: none.</summary>
    public CorsPolicy? Cors { get; init; }

    /// <summary>Every setting that has a value, the whole environment included.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => [.. values.Where(setting => setting.Value.Length > 0)];

    /// <summary>The value of a setting; <c>A:B</c> and <c>A__B</c> name the same one. An empty value counts as none.</summary>
    public string? Find(string name) =>
        values.TryGetValue(name.Replace("__", ":", StringComparison.Ordinal), out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether a function is enabled: the setting AzureWebJobs.NAME.Disabled can disable it.</summary>
    public bool IsEnabled(string function) =>
        !(Find($"AzureWebJobs.{function}.Disabled") is { } disabled
            && (disabled == "1" || disabled.Equals("true", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Sets a value that the worker gets, too.</summary>
    public void Override(string name, string value)
    {
        values[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        forWorker.Add(name.Replace(":", "__", StringComparison.Ordinal));
    }

    /// <summary>
    /// What the worker's environment contains in addition to the host's own: every value of the file, after all overrides.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> ForWorker() =>
        forWorker.Where(name => Find(name) is not null).Select(name => KeyValuePair.Create(name, Find(name)!));

    /// <summary>Replaces every <c>%Name%</c> by the setting of that name.</summary>
    /// <exception cref="HostException">A setting is missing; the message names it, what needs it, and the remedy.</exception>
    public string Resolve(string text, string usedBy) => Placeholder().Replace(text, match =>
        Find(match.Groups[1].Value) ?? throw Missing(match.Groups[1].Value, usedBy));

    /// <summary>The error for a setting that <paramref name="usedBy"/> needs and that is not set.</summary>
    public HostException Missing(string name, string usedBy) =>
        new($"The setting '{name}' is missing. {usedBy} needs it. Add it to \"Values\" in local.settings.json (read: {Source}) "
            + $"or set the environment variable {name.Replace(":", "__", StringComparison.Ordinal)}.");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
