namespace SentimentFunctions.Http;

/// <summary>
/// What has to be scored to explain one text: the text without its first word, without its second, and so on. Words are what spaces part,
/// so that everything the model reads belongs to exactly one. In a long text neighbours are left out together, because every variant costs
/// a whole score.
/// </summary>
/// <param name="Words">The words to tell about, or groups of neighbours, in order.</param>
/// <param name="Variants">The text without each of them.</param>
/// <param name="Complete">Whether they reach the text's end; a word is at least one token, so what lies past the model's limit is never
/// read.</param>
internal sealed record ExplanationPlan(IReadOnlyList<TextSpan> Words, IReadOnlyList<string> Variants, bool Complete)
{
    /// <summary>The most variants; a review of this many words is explained word by word.</summary>
    internal const int MostVariants = 64;

    /// <summary>The most words of all variants together, which bounds the work: 64 variants of 128 words, 16 of 512.</summary>
    private const int MostWords = 8192;

    /// <summary>Plans the variants of a text for a model that takes <paramref name="maxTokens"/> tokens.</summary>
    public static ExplanationPlan Of(string text, int maxTokens)
    {
        // Words past the limit can move up to where left-out ones stood, but not from farther than the limit again.
        var words = WordsOf(text, 2 * maxTokens);
        var explained = Math.Min(words.Count, maxTokens - 2);
        var kept = words.Count == 0 ? "" : text[..(words[^1].Offset + words[^1].Length)];
        var variants = Math.Max(1, Math.Min(MostVariants, MostWords / Math.Max(1, explained)));
        var size = (explained + variants - 1) / variants;
        var groups = words.Take(explained).Chunk(Math.Max(1, size)).Select(Join).ToList();
        return new(groups, groups.ConvertAll(group => kept.Remove(group.Offset, group.Length)), explained == words.Count);
    }

    private static TextSpan Join(TextSpan[] words) => new(words[0].Offset, words[^1].Offset + words[^1].Length - words[0].Offset);

    private static List<TextSpan> WordsOf(string text, int most)
    {
        var words = new List<TextSpan>();
        for (var end = 0; end < text.Length && words.Count < most;)
        {
            var start = end;
            while (start < text.Length && char.IsWhiteSpace(text[start]))
                start++;
            end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > start)
                words.Add(new(start, end - start));
        }

        return words;
    }
}
