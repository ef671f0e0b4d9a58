namespace SentimentFunctions.Http;

/// <summary>
/// The texts to score in order to explain one text: the text without its first word, without its second, and so on. Words are separated by
/// spaces, so that everything the model reads belongs to exactly one word. In a long text, neighbours are left out together, because every
/// variant costs one more score.
/// </summary>
/// <param name="Words">The words to explain, or groups of neighbours, in order.</param>
/// <param name="Variants">The text without each of them.</param>
/// <param name="Complete">Whether the words reach the end of the text. A word is at least one token, so words past the model's limit are
/// never read.</param>
internal sealed record ExplanationPlan(IReadOnlyList<TextSpan> Words, IReadOnlyList<string> Variants, bool Complete)
{
    /// <summary>The most variants; a review of this many words is explained word by word.</summary>
    internal const int MostVariants = 64;

    /// <summary>The most words of all variants together, which bounds the work: 64 variants of 128 words, 16 of 512.</summary>
    private const int MostWords = 8192;

    /// <summary>Plans the variants of a text for a model that takes <paramref name="maxTokens"/> tokens.</summary>
    public static ExplanationPlan Of(string text, int maxTokens)
    {
        // Words past the limit can move into the places of left-out words, but only those within twice the limit.
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
