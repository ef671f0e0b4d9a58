using System.Text.Json;

namespace Sentiment.Csv;

/// <summary>Finds members of a JSON object by the rules for column names: case, spaces, punctuation and a plural s are ignored.</summary>
internal static class MemberPath
{
    /// <summary>The members from <paramref name="root"/> to the named one, which may be a path such as <c>review.text</c>.</summary>
    /// <returns>The path, or null if there is none; and the reason if the name is ambiguous.</returns>
    public static (JsonProperty[]? Path, string? Problem) Find(JsonElement root, string name)
    {
        if (Member(root, name) is not (null, null) and var (member, problem))
            return (member is { } found ? [found] : null, problem);
        var path = new List<JsonProperty>();
        foreach (var part in name.Split('.'))
        {
            if (root.ValueKind != JsonValueKind.Object)
                return (null, null);
            (member, problem) = Member(root, part);
            if (member is not { } step)
                return (null, problem);
            path.Add(step);
            root = step.Value;
        }

        return ([.. path], null);
    }

    /// <summary>
    /// The object without the member at the end of the path, and without another one of its members; the rest is unchanged.
    /// </summary>
    public static string Without(JsonElement root, ReadOnlySpan<JsonProperty> path, JsonProperty? other = null)
    {
        var kept = new List<string>();
        foreach (var member in root.EnumerateObject())
        {
            if (!member.NameEquals(path[0].Name))
            {
                if (other is not { } left || !member.NameEquals(left.Name))
                    kept.Add(member.ToString()); // JSON may contain half a surrogate pair, which cannot be written from a .NET string.
            }
            else if (path.Length > 1)
            {
                kept.Add($"{JsonSerializer.Serialize(member.Name)}:{Without(member.Value, path[1..])}");
            }
        }

        return $"{{{string.Join(',', kept)}}}";
    }

    private static (JsonProperty? Member, string? Problem) Member(JsonElement root, string name)
    {
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals(name))
                return (member, null);
        }

        return root.EnumerateObject().Where(member => TextColumnNames.Same(member.Name, name)).Take(2).ToArray() switch
        {
            [] => (null, null),
            [var only] => (only, null),
            [var one, var other, ..] => (null,
                $"{ShownName.Of(one.Name)} and {ShownName.Of(other.Name)} may both be '{name}'. Keep one of them."),
        };
    }
}
