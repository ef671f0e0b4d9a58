using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsHost.Functions;

namespace FunctionsHost.Blobs;

/// <summary>
/// The path of a blob binding, <c>container/blob</c>, in which <c>{name}</c> is a parameter: a trigger reads its value, the other
/// bindings fill it in. A container alone means all of its blobs, or the container itself.
/// </summary>
internal sealed partial class BlobPath
{
    private readonly Regex matcher;

    public BlobPath(string path, string usedBy)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        Container = slash < 0 ? path : path[..slash];
        Blob = slash < 0 ? "" : path[(slash + 1)..];
        if (!ContainerName().IsMatch(Container))
            throw new HostException(
                $"{usedBy}: '{path}' is not a blob path. It must be CONTAINER/BLOB, where CONTAINER is 3 to 63 lowercase letters, " +
                "digits and single hyphens.");
        var position = 0;
        var pattern = "";
        foreach (Match name in Parameter().Matches(Blob))
        {
            pattern += Regex.Escape(Blob[position..name.Index]) + $"(?<{name.Groups[1].Value}>.+)";
            position = name.Index + name.Length;
        }

        matcher = new Regex($"^{(Blob.Length == 0 ? ".*" : pattern + Regex.Escape(Blob[position..]))}$",
            RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    public string Container { get; }

    /// <summary>The part after the container, parameters and all; empty when the path names a container only.</summary>
    public string Blob { get; }

    /// <summary>The values of the parameters in <paramref name="blob"/>; null when it does not match.</summary>
    public IReadOnlyDictionary<string, string>? Match(string blob)
    {
        var match = matcher.Match(blob);
        return match.Success
            ? matcher.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]))
            .ToDictionary(name => name, name => match.Groups[name].Value)
            : null;
    }

    /// <summary>Fills a path's parameters from binding data; <c>{rand-guid}</c> and <c>{datetime}</c> are always known.</summary>
    /// <exception cref="OutputException">A parameter has no value.</exception>
    public static string Fill(string path, IReadOnlyDictionary<string, string> data, string usedBy) => Expression().Replace(path, found =>
        found.Groups[1].Value.ToUpperInvariant() switch
        {
            "RAND-GUID" => Guid.NewGuid().ToString(),
            "DATETIME" => DateTime.UtcNow.ToString("yyyy-MM-ddTHH-mm-ssZ", CultureInfo.InvariantCulture),
            _ => data.TryGetValue(found.Groups[1].Value, out var value)
                ? value
                : throw new OutputException($"{usedBy}: the path {path} needs {found.Value}, but the trigger has no such value."),
        });

    [GeneratedRegex("^(\\$root|\\$web|[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9])$")]
    private static partial Regex ContainerName();

    [GeneratedRegex("{([A-Za-z_][A-Za-z0-9_]*)}")]
    private static partial Regex Parameter();

    [GeneratedRegex("{([A-Za-z_][A-Za-z0-9_-]*)}")]
    private static partial Regex Expression();
}
