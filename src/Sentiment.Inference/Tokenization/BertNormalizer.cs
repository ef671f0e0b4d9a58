using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Sentiment.Inference;

/// <summary>
/// Hugging Face's BertNormalizer and BertPreTokenizer in one pass: removes control characters and accents, lower-cases, and separates words
/// by single spaces. Punctuation and Chinese characters become words of their own. Thread-safe.
/// </summary>
internal sealed class BertNormalizer(bool lowerCase, bool stripAccents, bool splitChinese) : Normalizer
{
    /// <summary>In the original, words with more code points are unknown.</summary>
    public const int LongestWord = 100;

    // A noncharacter that is in no vocabulary, so its word becomes the unknown token, as in the original.
    private const char Unknown = '\uffff';

    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var cleaned = ArrayPool<char>.Shared.Rent(3 * original.Length + 1);
        var words = new WordWriter(2 * original.Length + 1);
        try
        {
            var (length, ascii) = Clean(original, cleaned);
            if (ascii || !stripAccents)
                Split(cleaned.AsSpan(0, length), ref words);
            else
                Split(new string(cleaned, 0, DropNeedless(cleaned.AsSpan(0, length))).Normalize(NormalizationForm.FormD), ref words);
            return words.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(cleaned);
            words.Dispose();
        }
    }

    // Lone surrogates are enumerated as U+FFFD, which is removed.
    private (int Length, bool Ascii) Clean(ReadOnlySpan<char> text, Span<char> cleaned)
    {
        var (length, ascii) = (0, true);
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnicodeClasses.IsSpace(rune))
                cleaned[length++] = ' ';
            else if (rune.IsAscii && rune.Value >= ' ' && rune.Value != 0x7f)
                cleaned[length++] = (char)rune.Value;
            else if (!UnicodeClasses.IsRemoved(rune))
            {
                ascii = false;
                var chinese = splitChinese && UnicodeClasses.IsChinese(rune);
                if (chinese) cleaned[length++] = ' ';
                // string.Normalize refuses U+FFFE; either noncharacter makes the word unknown.
                length += rune.Value == 0xfffe ? new Rune(Unknown).EncodeToUtf16(cleaned[length..]) : rune.EncodeToUtf16(cleaned[length..]);
                if (chinese) cleaned[length++] = ' ';
            }
        }

        return (length, ascii);
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

        words.EndWord();
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

    /// <summary>Writes words with one space between them, into pooled memory. A word that is too long becomes an unknown one.</summary>
    private ref struct WordWriter(int capacity)
    {
        private char[] buffer = ArrayPool<char>.Shared.Rent(capacity);
        private int length;
        private int wordStart;
        private int wordRunes;

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

        public override readonly string ToString() => new(buffer, 0, length);

        private void Grow()
        {
            var larger = ArrayPool<char>.Shared.Rent(2 * buffer.Length + 3);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(buffer);
            buffer = larger;
        }
    }
}

/// <summary>Splits normalized text into words: <see cref="BertNormalizer"/> ends each word with one space. Thread-safe.</summary>
internal sealed class SpaceSplitter : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(' ', start);
            if (end < 0) end = text.Length;
            if (end > start) yield return (start, end - start);
            start = end + 1;
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());
}
