using FsCheck.Xunit;

namespace Sentiment.Inference.Tests;

public class TokenizerTests
{
    private static readonly SentimentTokenizer Tokenizer = new(Path.Combine(TestModel.Directory, "vocab.txt"));

    [Property(MaxTest = 500)]
    public bool Any_string_even_with_lone_surrogates_gives_vocabulary_ids_between_the_specials(char[] characters)
    {
        var text = new string(characters);
        var (ids, tokens) = Tokenizer.Encode(text);
        return tokens == ids.Length && ids[0] == 2 && ids[^1] == 3 && ids.All(id => id >= 0 && id < Tokenizer.VocabularySize);
    }

    [Property(MaxTest = 200)]
    public bool Truncation_keeps_the_beginning_and_the_separator(string?[] words, byte limit)
    {
        var text = string.Join(' ', words);
        var (max, whole) = (2 + limit % 30, Tokenizer.Encode(text));
        var cut = Tokenizer.Encode(text, max);
        return cut.Tokens == whole.Tokens
            && cut.Truncated == whole.Tokens > max
            && cut.Ids.Length == Math.Min(max, whole.Tokens)
            && cut.Ids.SkipLast(1).SequenceEqual(whole.Ids.Take(cut.Ids.Length - 1))
            && cut.Ids[^1] == 3;
    }

    [Property(MaxTest = 200)]
    public bool White_space_around_words_changes_nothing(string?[] words)
    {
        var plain = string.Join(' ', words);
        var spaced = "\t\n " + string.Join(" \r\n\u00a0\u3000", words) + " ";
        return Tokenizer.Encode(plain).Ids.SequenceEqual(Tokenizer.Encode(spaced).Ids);
    }

    [Theory]
    [InlineData("GREAT café", "great cafe")]
    [InlineData("a\u00adb\u200bc", "abc")]
    [InlineData("\ud83d good \udc00", "good")]
    [InlineData("no\ufffe", "no\uffff")]
    public void Texts_that_mean_the_same_have_the_same_ids(string one, string other) =>
        Assert.Equal(Tokenizer.Encode(one).Ids, Tokenizer.Encode(other).Ids);

    [Fact]
    public void A_special_token_typed_in_the_text_is_that_token_only_in_its_own_case()
    {
        Assert.Equal([2, 3, 4, 3], Tokenizer.Encode("[SEP][MASK]").Ids);
        Assert.DoesNotContain(4, Tokenizer.Encode("[mask]").Ids);
    }

    [Fact]
    public void A_word_of_over_100_code_points_is_unknown()
    {
        Assert.Equal([2, 1, 3], Tokenizer.Encode(new string('a', 101)).Ids);
        Assert.NotEqual([2, 1, 3], Tokenizer.Encode(new string('a', 100)).Ids);
    }

    [Fact]
    public void A_cased_tokenizer_keeps_case_and_accents()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllLines(directory.File("vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "Café", "cafe"]);
        var cased = new SentimentTokenizer(directory.File("vocab.txt"), new TokenizerSettings { LowerCase = false });
        var accented = new SentimentTokenizer(directory.File("vocab.txt"),
            new TokenizerSettings { LowerCase = false, StripAccents = true });

        Assert.Equal([2, 4, 3], cased.Encode("Café").Ids);
        Assert.Equal([2, 1, 3], accented.Encode("Café").Ids);
    }

    [Fact]
    public void A_limit_without_room_for_the_specials_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Encode("text", 1));
}
