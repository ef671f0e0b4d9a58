using System.Globalization;
using System.Text;

namespace Sentiment.Inference;

/// <summary>The character class of a code point, by <see cref="UnicodeTables"/>; ASCII without a search.</summary>
internal static class UnicodeClasses
{
    public static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r'
        || (rune.Value >= 0xa0
            && rune.Value is 0xa0 or 0x1680 or (>= 0x2000 and <= 0x200a) or 0x2028 or 0x2029 or 0x202f or 0x205f or 0x3000);

    public static bool IsRemoved(Rune rune) => rune.IsAscii
        ? rune.Value < ' ' || rune.Value == 0x7f
        : Contains(UnicodeTables.Removed, rune.Value);

    public static bool IsChinese(Rune rune) => rune.Value >= 0x3400 && Contains(UnicodeTables.Chinese, rune.Value);

    public static bool IsAccent(Rune rune) => rune.Value >= 0x300 && Contains(UnicodeTables.Accents, rune.Value);

    public static bool IsStandingAccent(Rune rune) => rune.Value >= 0x300 && Contains(UnicodeTables.StandingAccents, rune.Value);

    /// <summary>
    /// Whether canonical ordering may move the code point. This includes unassigned ones, because the tables of the ordering may be newer.
    /// </summary>
    public static bool MayMove(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned;

    public static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value > ' ' && !char.IsAsciiLetterOrDigit((char)rune.Value)
        : Contains(UnicodeTables.Punctuation, rune.Value);

    // The ranges ascend: find the last one that starts at or before the code point.
    private static bool Contains(ReadOnlySpan<int> ranges, int codePoint)
    {
        var (low, high) = (0, ranges.Length / 2);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[2 * middle] <= codePoint) low = middle + 1;
            else high = middle;
        }

        return low > 0 && codePoint <= ranges[2 * low - 1];
    }
}
