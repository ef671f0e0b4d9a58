namespace Sentiment.Csv;

/// <summary>Names from an input in a message: quoted, and cut, because a name may be as long as the input.</summary>
internal static class ShownName
{
    private const int MostCharacters = 40;

    /// <summary>One name.</summary>
    public static string Of(string name)
    {
        if (name.Length <= MostCharacters)
            return $"'{name}'";
        // Half a surrogate pair would not be text.
        var cut = char.IsHighSurrogate(name[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return $"'{name[..cut]}...'";
    }

    /// <summary>The first names of a list.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">How many are shown.</param>
    public static string List(IEnumerable<string> names, int most = 20) => string.Join(", ", names.Take(most).Select(Of));
}
