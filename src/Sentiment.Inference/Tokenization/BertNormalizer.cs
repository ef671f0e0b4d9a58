using System.Buffers;
using System.Text;

namespace Sentiment.Inference;

/// <summary>
/// Hugging Face's BertNormalizer and BertPreTokenizer in one pass: removes control characters and accents, lower-cases, and separates words
/// by single spaces. Punctuation and Chinese characters become words of their own. Thread-safe.
/// </summary>
internal sealed class BertNormalizer(bool lowerCase, bool stripAccents, bool splitChinese)
{
    /// <summary>In the original, words with more code points are unknown.</summary>
    public const int LongestWord = 100;

    // A noncharacter that no vocabulary has, so its word becomes the unknown token, as in the original.
    private const char Unknown = '\uffff';

    private const byte Punctuation = 0x80;

    // What an ASCII character becomes: nothing (0), a space, or itself, with a bit that says that it is a separate word.
    private readonly byte[] ascii = [.. Enumerable.Range(0, 0x80).Select(value => new Rune(value) switch
    {
        var rune when UnicodeClasses.IsSpace(rune) => (byte)' ',
        var rune when UnicodeClasses.IsRemoved(rune) => (byte)0,
        var rune when UnicodeClasses.IsPunctuation(rune) => (byte)(value | Punctuation),
        _ => (byte)(lowerCase ? char.ToLowerInvariant((char)value) : (char)value),
    })];

    /// <summary>The words, each followed by one space, in pooled memory: dispose of them.</summary>
    public WordWriter Normalize(ReadOnlySpan<char> text)
    {
        var words = new WordWriter(2 * text.Length + 1);
        // An ASCII character never affects the decomposition of its neighbours, so ASCII and other text can be read separately.
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAnyExceptInRange('\0', '\x7f') is >= 0 and var other ? other : text.Length;
            SplitAscii(text[..end], ref words);
            text = text[end..];
            end = text.IndexOfAnyInRange('\0', '\x7f') is >= 0 and var plain ? plain : text.Length;
            SplitUnicode(text[..end], ref words);
            text = text[end..];
        }

        words.EndWord();
        return words;
    }

    private void SplitAscii(ReadOnlySpan<char> text, ref WordWriter words)
    {
        foreach (var character in text)
        {
            var kind = ascii[character];
            if (kind == ' ')
                words.EndWord();
            else if ((kind & Punctuation) != 0)
                words.AppendAlone(new Rune(character));
            else if (kind != 0)
                words.Append((char)kind);
        }
    }

    private void SplitUnicode(ReadOnlySpan<char> text, ref WordWriter words)
    {
        var cleaned = ArrayPool<char>.Shared.Rent(3 * text.Length);
        try
        {
            var length = Clean(text, cleaned);
            if (stripAccents) length = DropNeedless(cleaned.AsSpan(0, length));
            var rest = cleaned.AsSpan(0, length);
            Split(stripAccents && !rest.IsNormalized(NormalizationForm.FormD) ? rest.ToString().Normalize(NormalizationForm.FormD) : rest,
                ref words);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(cleaned);
        }
    }

    // Lone surrogates are enumerated as U+FFFD, which is removed.
    private int Clean(ReadOnlySpan<char> text, Span<char> cleaned)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnicodeClasses.IsSpace(rune))
                cleaned[length++] = ' ';
            else if (!UnicodeClasses.IsRemoved(rune))
            {
                var chinese = splitChinese && UnicodeClasses.IsChinese(rune);
                if (chinese) cleaned[length++] = ' ';
                // string.Normalize refuses U+FFFE; either noncharacter makes the word unknown.
                length += rune.Value == 0xfffe ? new Rune(Unknown).EncodeToUtf16(cleaned[length..]) : rune.EncodeToUtf16(cleaned[length..]);
                if (chinese) cleaned[length++] = ' ';
            }
        }

        return length;
    }

    // Decomposition sorts the marks between two letters in quadratic time, so only the marks that matter are kept for it.
    private static int DropNeedless(Span<char> text)
    {
        var (length, marks) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            // Accents are removed afterwards anyway. Until then they matter only if no mark is sorted past them.
            var accent = UnicodeClasses.IsAccent(rune);
            if (accent && !UnicodeClasses.IsStandingAccent(rune)) continue;

            // This many marks that are not accents make the word unknown, in any order and whatever their number.
            marks = !accent && UnicodeClasses.MayMove(rune) && !UnicodeClasses.IsPunctuation(rune) ? marks + 1 : 0;
            if (marks <= LongestWord + 1) length += rune.EncodeToUtf16(text[length..]);
        }

        return length;
    }

    private void Split(ReadOnlySpan<char> text, ref WordWriter words)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
                words.EndWord();
            else if (UnicodeClasses.IsPunctuation(rune))
                words.AppendAlone(rune);
            else if (!stripAccents || !UnicodeClasses.IsAccent(rune))
                AppendLetter(rune, ref words);
        }
    }

    private void AppendLetter(Rune rune, ref WordWriter words)
    {
        if (!lowerCase)
            words.Append(rune);
        else if (rune.Value == 'İ') // the one letter whose lower case is two code points
        {
            words.Append(new Rune('i'));
            words.Append(new Rune('\u0307'));
        }
        else
            words.Append(Rune.ToLowerInvariant(rune));
    }

    /// <summary>Words in pooled memory, each followed by one space. A word that is too long becomes an unknown one.</summary>
    public ref struct WordWriter(int capacity)
    {
        private char[] buffer = ArrayPool<char>.Shared.Rent(capacity);
        private int length;
        private int wordStart;
        private int wordRunes;

        /// <summary>All words so far that have ended.</summary>
        public readonly ReadOnlySpan<char> Written => buffer.AsSpan(0, length);

        public void Append(char character)
        {
            if (length + 2 > buffer.Length) Grow();
            buffer[length++] = character;
            wordRunes++;
        }

        public void Append(Rune rune)
        {
            if (length + 3 > buffer.Length) Grow();
            length += rune.EncodeToUtf16(buffer.AsSpan(length));
            wordRunes++;
        }

        public void AppendAlone(Rune rune)
        {
            EndWord();
            Append(rune);
            EndWord();
        }

        public void EndWord()
        {
            if (wordRunes == 0) return;
            if (wordRunes > LongestWord)
            {
                buffer[wordStart] = Unknown;
                length = wordStart + 1;
            }

            buffer[length++] = ' ';
            (wordStart, wordRunes) = (length, 0);
        }

        public readonly void Dispose() => ArrayPool<char>.Shared.Return(buffer);

        public override readonly string ToString() => Written.ToString();

        private void Grow()
        {
            var larger = ArrayPool<char>.Shared.Rent(2 * buffer.Length + 3);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(buffer);
            buffer = larger;
        }
    }
}
