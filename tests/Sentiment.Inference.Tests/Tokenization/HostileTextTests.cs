using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Seed = FsCheck.DoNotSize<int>; // An int has 101 different seeds at most, because its size is limited.

namespace Sentiment.Inference.Tests;

/// <summary>Texts designed to be slow: they take no more work than others of their length, and their ids are still exact.</summary>
public class HostileTextTests
{
    private const int Characters = 2_000_000;

    private static readonly SentimentTokenizer Tokenizer = new(Path.Combine(TestModel.Directory, "vocab.txt"));

    // Letters, accents of many classes and of none, marks that are not accents, letters that decompose into marks or punctuation.
    private static readonly string[] Atoms =
    [
        "a", "B", "é", "ệ", " ", "!", "\u0301", "\u0316", "\u0334", "\u0345", "\u034f", "\u0344", "\u0941", "\u0f73", "\u0f76", "\u302e",
        "\u302f", "\u1bf2", "\u1b44", "\u08d3", "\U0001d15e", "\U0001d165", "\U0001d16e", "\u2260", "\u1fef", "가", "的", "न", "\u0378",
        "\U000111c9", "\u200b", "\uffff", "\ufffe", "\ud800", "[SEP]", "[MASK]", "[", "[MASK",
    ];

    private static readonly string[] AsciiAtoms =
    [
        .. Enumerable.Range(0, 0x80).Select(value => $"{(char)value}"),
        " ", " ", " the ", " The", "ING", "un", "believ", "ably", "[MASK]", "##s", new('x', BertNormalizer.LongestWord - 1),
    ];

    /// <summary>With work quadratic in the length, the first four would take from a minute to half an hour.</summary>
    [Theory]
    [InlineData("a", "\u0301\u0316")]
    [InlineData("a", "\u302e\u1bf2")]
    [InlineData("a", "\u302e\u0301\u0316\u1bf2\u0941")]
    [InlineData("", "[MASK]")]
    [InlineData("", "[MASK")]
    [InlineData("", "a")]
    public async Task A_text_of_millions_of_characters_is_tokenized(string start, string repeated)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, Characters / repeated.Length));
        await Task.Run(() => Tokenizer.Encode(text, 64), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Property(MaxTest = 1000)]
    public bool Words_match_those_of_the_whole_text_decomposed_at_once(Seed seed)
    {
        var text = RandomText(seed.Item);
        using var words = new BertNormalizer(lowerCase: false, stripAccents: true, splitChinese: true).Normalize(text);
        return words.ToString() == WordsOf(text);
    }

    /// <summary>ASCII has a fast path. A non-ASCII character that is removed later keeps a text off it.</summary>
    [Property(MaxTest = 1000)]
    public bool An_ASCII_text_has_the_same_ids_with_and_without_other_characters(Seed seed)
    {
        var random = new Random(seed.Item);
        var text = string.Concat(random.GetItems(AsciiAtoms, random.Next(200)));
        return Tokenizer.Encode(text).Ids.SequenceEqual(Tokenizer.Encode(text + "\u200b").Ids);
    }

    [Property(MaxTest = 1000)]
    public bool Special_tokens_are_found_where_a_regular_expression_finds_them(Seed seed)
    {
        var text = RandomText(seed.Item);
        var parts = Regex.Split(text, @"(\[PAD\]|\[UNK\]|\[CLS\]|\[SEP\]|\[MASK\])");
        return Tokenizer.Encode(text).Ids[1..^1].SequenceEqual(parts.SelectMany(part => Tokenizer.Encode(part).Ids[1..^1]));
    }

    [Fact]
    public void Accents_keep_their_place_if_no_mark_is_sorted_past_them()
    {
        foreach (var rune in Enumerable.Range(0x300, 0x110000 - 0x300).Where(Rune.IsValid).Select(value => new Rune(value)))
        {
            // The mark before it is of the last class, the one after it of the first class.
            var stands = UnicodeClasses.IsAccent(rune) && $"\u0345{rune}\u0334".Normalize(NormalizationForm.FormD)[0] == '\u0345';
            Assert.True(UnicodeClasses.IsStandingAccent(rune) == stands, $"U+{rune.Value:X4}");
        }
    }

    // Few kinds in long runs, to get words near the maximum length and long runs of marks.
    private static string RandomText(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var runs = random.Next(1, 12); runs > 0; runs--)
        {
            var kinds = random.GetItems(Atoms, random.Next(1, 6));
            text.AppendJoin("", random.GetItems(kinds, random.Next(1, random.Next(2) == 0 ? 8 : 130)));
        }

        return text.ToString();
    }

    /// <summary>The steps of the original algorithm one after the other, each over the whole text.</summary>
    private static string WordsOf(string text)
    {
        var cleaned = string.Concat(text.EnumerateRunes().Where(rune => UnicodeClasses.IsSpace(rune) || !UnicodeClasses.IsRemoved(rune))
            .Select(rune => UnicodeClasses.IsSpace(rune) ? " " : UnicodeClasses.IsChinese(rune) ? $" {rune} " : $"{rune}"));
        var decomposed = cleaned.Replace('\ufffe', '\uffff').Normalize(NormalizationForm.FormD);
        var spaced = string.Concat(decomposed.EnumerateRunes().Where(rune => !UnicodeClasses.IsAccent(rune))
            .Select(rune => UnicodeClasses.IsPunctuation(rune) ? $" {rune} " : $"{rune}"));
        var words = spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select(word => (word.EnumerateRunes().Count() > BertNormalizer.LongestWord ? "\uffff" : word) + " "));
    }
}
