using Microsoft.ML.Tokenizers;

namespace Sentiment.Inference;

/// <summary>
/// Turns text into token ids exactly as Hugging Face's BERT tokenizer does (tests compare it with the library's output). WordPiece comes
/// from Microsoft.ML.Tokenizers. Normalizing and splitting into words is our own, because the package's gives other ids. Thread-safe.
/// </summary>
public sealed class SentimentTokenizer
{
    private readonly WordPieceTokenizer wordPiece;
    private readonly SpecialTokens specials;

    /// <summary>Reads a vocabulary with one token per line; the line number is the token's id.</summary>
    /// <param name="vocabularyFile">The path of <c>vocab.txt</c>.</param>
    /// <param name="settings">How to read the text; null for BERT uncased.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">A special token is not in the vocabulary.</exception>
    public SentimentTokenizer(string vocabularyFile, TokenizerSettings? settings = null)
        : this(() => File.OpenRead(vocabularyFile), settings ?? new())
    {
    }

    internal SentimentTokenizer(Func<Stream> openVocabulary, TokenizerSettings settings)
    {
        var ids = VocabularyReader.FindIds(openVocabulary(),
            [settings.Pad, settings.Unknown, settings.ClsToken, settings.SepToken, settings.Mask], out var size);
        foreach (var needed in (string[])[settings.Pad, settings.Unknown, settings.ClsToken, settings.SepToken])
        {
            if (!ids.ContainsKey(needed))
                throw new FormatException($"the special token {needed} is not among its {size} lines.");
        }

        VocabularySize = size;
        specials = new SpecialTokens(settings, ids);
        using var vocabulary = openVocabulary();
        wordPiece = WordPieceTokenizer.Create(vocabulary, new WordPieceOptions
        {
            UnknownToken = settings.Unknown,
            Normalizer = new BertNormalizer(settings.LowerCase, settings.StripAccents ?? settings.LowerCase, settings.TokenizeChineseChars),
            PreTokenizer = new SpaceSplitter(),
            // The package counts UTF-16 units, the original code points: the normalizer applies the exact limit.
            MaxInputCharsPerWord = 2 * BertNormalizer.LongestWord,
        });
    }

    /// <summary>The number of tokens in the vocabulary; every id is below it.</summary>
    public int VocabularySize { get; }

    /// <summary>The id that pads the shorter texts of a batch.</summary>
    public int PadId => specials.Pad;

    /// <summary>Turns a text into token ids. Never throws for any string; lone surrogates are dropped.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxTokens">The longest result, including [CLS] and [SEP]; at least 2.</param>
    /// <returns>The ids with [CLS] and [SEP], and how many there would be without the limit.</returns>
    public TokenizedText Encode(string text, int maxTokens = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 2);

        var rest = text.AsSpan();
        List<int>? joined = null;
        while (specials.TryFind(rest, out var start, out var length, out var id))
        {
            joined ??= [];
            joined.AddRange(EncodeWords(rest[..start]));
            joined.Add(id);
            rest = rest[(start + length)..];
        }

        var last = EncodeWords(rest);
        joined?.AddRange(last);
        return WithSpecials(joined ?? last, maxTokens);
    }

    private IReadOnlyList<int> EncodeWords(ReadOnlySpan<char> text) => text.IsEmpty ? [] : wordPiece.EncodeToIds(text);

    private TokenizedText WithSpecials(IReadOnlyList<int> words, int maxTokens)
    {
        var kept = Math.Min(words.Count, maxTokens - 2);
        var ids = new int[kept + 2];
        ids[0] = specials.ClsToken;
        for (var i = 0; i < kept; i++) ids[i + 1] = words[i];
        ids[^1] = specials.SepToken;
        return new(ids, words.Count + 2) { Unknown = words.Count(id => id == specials.Unknown) };
    }
}

/// <summary>One text as model input.</summary>
/// <param name="Ids">The token ids, [CLS] first and [SEP] last, truncated to the requested limit.</param>
/// <param name="Tokens">How many ids the complete text has, including special tokens, before truncation.</param>
public readonly record struct TokenizedText(int[] Ids, int Tokens)
{
    /// <summary>How many tokens of the complete text are not in the vocabulary.</summary>
    public int Unknown { get; init; }

    /// <summary>Whether ids were cut off.</summary>
    public bool Truncated => Tokens > Ids.Length;
}
