using System.Runtime.InteropServices;
using System.Text;

namespace Sentiment.Training.Text;

/// <summary>
/// Keeps evaluation texts out of training: a text is refused when its words equal those of an evaluation text, or contain all of an
/// evaluation text of at least six words. Only letters and digits count, so spacing, case and punctuation make no difference.
/// </summary>
internal sealed class EvaluationGuard
{
    private const int KeyWords = 6;
    private const int FragmentWords = 4;
    private readonly HashSet<string> whole = [];
    private readonly Dictionary<string, List<string>> byOpening = [];

    /// <summary>Texts refused so far.</summary>
    public int Refused { get; private set; }

    public void Protect(IEnumerable<string> evaluationTexts)
    {
        foreach (var text in evaluationTexts)
        {
            var words = Words(text);
            var normal = Join(words, 0, words.Count);
            if (!whole.Add(normal) || words.Count < KeyWords) continue;
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(byOpening, Join(words, 0, KeyWords), out _);
            (list ??= []).Add(normal);
        }
    }

    /// <summary>Also refuses parts of these texts of four words or more: SST's training rows are phrases cut out of sentences.</summary>
    public void ProtectFragments(IEnumerable<string> sentences)
    {
        foreach (var words in sentences.Select(Words))
            for (var start = 0; start < words.Count; start++)
                for (var count = FragmentWords; start + count <= words.Count; count++)
                    whole.Add(Join(words, start, count));
    }

    public bool Allows(string text)
    {
        var words = Words(text);
        if (!whole.Contains(Join(words, 0, words.Count)) && !HoldsWhole(words)) return true;
        Refused++;
        return false;
    }

    private bool HoldsWhole(List<string> words)
    {
        for (var start = 0; start + KeyWords <= words.Count; start++)
        {
            if (!byOpening.TryGetValue(Join(words, start, KeyWords), out var candidates)) continue;
            var rest = Join(words, start, words.Count - start) + " ";
            if (candidates.Exists(c => rest.StartsWith(c + " ", StringComparison.Ordinal))) return true;
        }

        return false;
    }

    /// <summary>
    /// Lower-cased runs of letters and digits, with the Treebank's spacing undone first ("do n't" and "don't" are the same words).
    /// </summary>
    internal static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in TreebankSpacing.Join(text))
        {
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
            else if (c != '\'' && word.Length > 0) Flush();
        }

        if (word.Length > 0) Flush();
        return words;

        void Flush()
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static string Join(List<string> words, int start, int count) =>
        string.Join(' ', CollectionsMarshal.AsSpan(words).Slice(start, count)!);
}
