using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>
/// Short generated sentences that turn on a negation. Labelled corpora have few "not bad at all", and models made from them count the
/// "bad". The probabilities are soft: "not terrible" is not praise.
/// </summary>
internal static class Negations
{
    private static readonly string[] Subjects =
        ["it", "this", "the film", "the movie", "the story", "the acting", "the food", "the service", "the place", "the product",
            "the phone", "the book", "the show", "the ending", "this one"];

    private static readonly string[] Praise =
        ["good", "great", "funny", "interesting", "impressive", "enjoyable", "exciting", "fresh", "clever", "convincing", "useful",
            "comfortable", "reliable", "special", "memorable", "entertaining"];

    private static readonly string[] Blame =
        ["bad", "boring", "dull", "slow", "awful", "terrible", "disappointing", "annoying", "ugly", "weak", "stupid", "uncomfortable",
            "overpriced", "a mess", "a waste of time", "difficult"];

    /// <summary>Sentences with a subject {0} and a word {1}, and the probability that they are positive.</summary>
    private static readonly (string Frame, float Positive)[] OfPraise =
    [
        ("{0} is not {1}", 0.05f), ("{0} isn't {1} .", 0.05f), ("{0} was not very {1}", 0.06f), ("{0} wasn't {1} at all .", 0.03f),
        ("{0} is never {1}", 0.06f), ("{0} is neither {1} nor well made", 0.04f), ("not {1} .", 0.05f),
        ("there is nothing {1} about {0}", 0.05f),
        ("i didn't find {0} {1} .", 0.06f), ("i can't say {0} is {1}", 0.08f),
        ("{0} isn't as {1} as they say .", 0.1f), ("hardly {1}", 0.1f),
        ("not {1} at all .", 0.03f), ("not at all {1} .", 0.03f), ("not {1} , not at all", 0.03f),
    ];

    private static readonly (string Frame, float Positive)[] OfBlame =
    [
        ("{0} is not {1}", 0.72f), ("{0} isn't {1} .", 0.72f), ("{0} wasn't {1} at all .", 0.85f), ("{0} is not {1} at all", 0.85f),
        ("{0} is never {1}", 0.88f),
        ("{0} , not {1} at all .", 0.85f), ("there is nothing {1} about {0}", 0.85f), ("i didn't find {0} {1} .", 0.75f),
        ("{0} is anything but {1}", 0.92f),
        ("{0} is far from {1}", 0.85f), ("there isn't anything {1} about {0} .", 0.85f),
        ("not {1} at all .", 0.85f), ("not at all {1} .", 0.85f), ("not {1} , not at all", 0.85f), ("not {1} .", 0.72f),
        ("not {1} , {0}", 0.72f), ("not half {1} , {0}", 0.8f),
    ];

    private static readonly (string Sentence, float Positive)[] Whole =
    [
        ("i don't like {0} .", 0.03f), ("i didn't enjoy {0} .", 0.03f), ("i would not recommend {0}", 0.03f),
        ("i can't recommend {0} .", 0.06f), ("i won't buy {0} again .", 0.04f),
        ("{0} doesn't deserve the praise .", 0.05f), ("{0} didn't work for me .", 0.05f), ("{0} does not disappoint", 0.93f),
        ("{0} never fails to please", 0.94f),
        ("{0} didn't let me down .", 0.9f), ("i have no problem with {0}", 0.8f), ("no problems with {0} so far", 0.85f),
        ("i couldn't be happier with {0} .", 0.97f),
        ("i can't praise {0} enough .", 0.96f), ("i don't regret {0} .", 0.85f), ("{0} couldn't have been better .", 0.95f),
        ("{0} couldn't have been worse .", 0.03f),
        ("{0} isn't worth it .", 0.04f), ("{0} has no charm and no point", 0.03f), ("{0} leaves nothing to be desired", 0.92f),
        ("{0} leaves a lot to be desired", 0.05f),
    ];

    /// <summary>Every frame with every subject, and with every word if the frame takes a word.</summary>
    public static IEnumerable<LabelledText> All() =>
        From(OfPraise, Praise).Concat(From(OfBlame, Blame)).Concat(From(Whole, [""])).DistinctBy(text => text.Text);

    private static IEnumerable<LabelledText> From((string Frame, float Positive)[] frames, string[] words) =>
        from frame in frames
        from subject in Subjects
        from word in words
        select new LabelledText(
            frame.Frame.Replace("{0}", subject, StringComparison.Ordinal).Replace("{1}", word, StringComparison.Ordinal), frame.Positive);
}
