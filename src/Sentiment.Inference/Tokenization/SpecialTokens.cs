namespace Sentiment.Inference;

/// <summary>The special tokens with their ids in a vocabulary, and where they stand in raw text.</summary>
internal sealed class SpecialTokens
{
    private readonly (string Text, int Id)[] literals;

    public SpecialTokens(TokenizerSettings settings, IReadOnlyDictionary<string, int> ids)
    {
        (Pad, Unknown, ClsToken, SepToken) = (ids[settings.Pad], ids[settings.Unknown], ids[settings.ClsToken], ids[settings.SepToken]);
        string[] literal = [settings.Pad, settings.Unknown, settings.ClsToken, settings.SepToken, settings.Mask];
        literals = [.. literal.Distinct().Where(ids.ContainsKey).Select(text => (text, ids[text]))];
    }

    public int Pad { get; }

    public int Unknown { get; }

    public int ClsToken { get; }

    public int SepToken { get; }

    /// <summary>
    /// Finds the first special token typed in the raw text: case-sensitive, before any normalization, as the original does.
    /// </summary>
    public bool TryFind(ReadOnlySpan<char> text, out int start, out int length, out int id)
    {
        (start, length, id) = (-1, 0, 0);
        foreach (var literal in literals)
        {
            var found = (start < 0 ? text : text[..Math.Min(text.Length, start + literal.Text.Length)]).IndexOf(literal.Text,
                StringComparison.Ordinal);
            if (found >= 0 && (start < 0 || found < start || (found == start && literal.Text.Length > length)))
                (start, length, id) = (found, literal.Text.Length, literal.Id);
        }

        return start >= 0;
    }
}
