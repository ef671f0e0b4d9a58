using System.Text.Json;

namespace Infrastructure.Tests.Support;

/// <summary>
/// The built-in roles by their ids, as Azure publishes them. The copy is separate from the Bicep files, so that a mistake
/// in one of the two is detected by the other.
/// </summary>
internal static class PublishedRoles
{
    private static readonly JsonElement Copy = JsonElement.Parse(Repository.Read("tests", "Infrastructure.Tests", "published-roles.json"));

    /// <summary>The source of the ids.</summary>
    public static string Source { get; } = Copy.GetProperty("source").GetString()!;

    /// <summary>The name of each role, by its id.</summary>
    public static IReadOnlyDictionary<string, string> NameOf { get; } =
        Copy.GetProperty("roles").EnumerateObject().ToDictionary(role => role.Value.GetString()!, role => role.Name);
}
