using Sentiment.Training.Native;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Smoke;

/// <summary>Small checks of text handling, with expected results written by hand.</summary>
internal static class TextChecks
{
    public static IReadOnlyList<(string What, Func<bool> Holds)> All { get; } =
    [
        ("Treebank spacing is joined",
            () => TreebankSpacing.Join("it 's n't `` good '' -lrb- really -rrb- , is it ?") == "it'sn't \" good \" (really), is it?"),
        ("a negation is split", () => TreebankSpacing.Split("I don't, she can't") == "I do n't, she ca n't"),
        ("joining undoes splitting", () => TreebankSpacing.Join(TreebankSpacing.Split("We won't go")) == "We won't go"),
        ("sentences end at marks",
            () => Sentences.Of("Good film. \"Really?\" Yes! e.g. this one")
            .SequenceEqual(["Good film.", "\"Really?\"", "Yes! e.g. this one"])),
        ("an equal text is refused, however it is spaced", () => !Guard("I don't like it").Allows("i do n't like it !")),
        ("a text that contains a whole evaluation sentence is refused",
            () => !Guard("one two three four five six").Allows("Zero one, two three four five six seven.")),
        ("a text that shares only an opening is allowed",
            () => Guard("one two three four five six seven").Allows("one two three four five six eight")),
        ("the most frequent pair is merged first",
            () => WordPieceTrainer.Train(new Dictionary<string, long> { ["ab"] = 5, ["cb"] = 2 }, 9)[8] == "ab"),
        ("of two equally frequent pairs, the one with the older pieces is merged first",
            () => WordPieceTrainer.Train(new Dictionary<string, long> { ["ab"] = 1, ["cd"] = 1, ["ad"] = 1 }, 11)[10] == "ad"),
        ("the vocabulary starts with the special tokens",
            () => WordPieceTrainer.Train(new Dictionary<string, long> { ["ab"] = 1 }, 7).Take(5)
            .SequenceEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])),
        ("a file that is not a library is left alone", () => !GlibcxxRequirement.Relax(new byte[100])),
    ];

    private static EvaluationGuard Guard(string protect)
    {
        var guard = new EvaluationGuard();
        guard.Protect([protect]);
        return guard;
    }
}
