namespace Sentiment.Inference;

/// <summary>The special tokens with their ids in a vocabulary, and their positions in raw text.</summary>
internal sealed class SpecialTokens
{
    private readonly (string Text, int Id)[] literals; // the longest first
    private readonly string firstLetters;

    public SpecialTokens(TokenizerSettings settings, IReadOnlyDictionary<string, int> ids)
    {
        (Pad, Unknown, ClsToken, SepToken) = (ids[settings.Pad], ids[settings.Unknown], ids[settings.ClsToken], ids[settings.SepToken]);
        string[] literal = [settings.Pad, settings.Unknown, settings.ClsToken, settings.SepToken, settings.Mask];
        literals = [.. literal.Distinct().Where(text => text.Length > 0 && ids.ContainsKey(text)).OrderByDescending(text => text.Length)
            .Select(text => (text, ids[text]))];
        firstLetters = string.Concat(literals.Select(known => known.Text[0]).Distinct());
    }

    public int Pad { get; }

    public int Unknown { get; }

    public int ClsToken { get; }

    public int SepToken { get; }

    /// <summary>Finds the first special token in the raw text: case-sensitive and before any normalization, as in the original.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int start, out int length, out int id)
    {
        for (start = 0; start < text.Length; start++)
        {
            var next = text[start..].IndexOfAny(firstLetters);
            if (next < 0) break;
            start += next;
            foreach (var literal in literals)
            {
                if (!text[start..].StartsWith(literal.Text, StringComparison.Ordinal)) continue;
                (length, id) = (literal.Text.Length, literal.Id);
                return true;
            }
        }

        (start, length, id) = (-1, 0, 0);
        return false;
    }
}
