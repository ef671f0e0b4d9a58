using System.Runtime.InteropServices;
using Microsoft.ML.Tokenizers;

namespace Sentiment.Inference;

/// <summary>
/// Turns text into token ids exactly as Hugging Face's BERT tokenizer does (tests compare it with the library's output). WordPiece comes
/// from Microsoft.ML.Tokenizers. Normalizing and splitting into words is our own, because the package's gives different ids; words that
/// are in the vocabulary as a whole are looked up without the package. Thread-safe.
/// </summary>
public sealed class SentimentTokenizer
{
    private readonly BertNormalizer normalizer;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> vocabulary;
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
        var ids = VocabularyReader.Read(openVocabulary(), out var size);
        foreach (var needed in (string[])[settings.Pad, settings.Unknown, settings.ClsToken, settings.SepToken])
        {
            if (!ids.ContainsKey(needed))
                throw new FormatException($"the special token {needed} is not among its {size} lines.");
        }

        VocabularySize = size;
        vocabulary = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        specials = new SpecialTokens(settings, ids);
        normalizer = new(settings.LowerCase, settings.StripAccents ?? settings.LowerCase, settings.TokenizeChineseChars);
        using var stream = openVocabulary();
        wordPiece = WordPieceTokenizer.Create(stream, new WordPieceOptions
        {
            UnknownToken = settings.Unknown,
            // The package counts UTF-16 units, but the original counts code points, so the normalizer applies the exact limit.
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

        var ids = new List<int>(text.Length / 4 + 2) { specials.ClsToken };
        var rest = text.AsSpan();
        while (specials.TryFind(rest, out var start, out var length, out var id))
        {
            EncodeWords(rest[..start], ids);
            ids.Add(id);
            rest = rest[(start + length)..];
        }

        EncodeWords(rest, ids);
        ids.Add(specials.SepToken);
        var all = CollectionsMarshal.AsSpan(ids);
        var kept = all[..Math.Min(all.Length, maxTokens)].ToArray();
        kept[^1] = specials.SepToken;
        return new(kept, all.Length) { Unknown = all.Count(specials.Unknown) };
    }

    private void EncodeWords(ReadOnlySpan<char> text, List<int> ids)
    {
        using var words = normalizer.Normalize(text);
        for (var rest = words.Written; !rest.IsEmpty;)
        {
            var word = rest[..rest.IndexOf(' ')];
            // WordPiece takes the longest beginning that is in the vocabulary, so a word in the vocabulary stays whole.
            if (vocabulary.TryGetValue(word, out var id))
                ids.Add(id);
            else
                ids.AddRange(wordPiece.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false));
            rest = rest[(word.Length + 1)..];
        }
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
