using System.Runtime.InteropServices;
using Sentiment.Training.Text;

namespace Sentiment.Training.Tokens;

/// <summary>Many token sequences in one flat list, each with the probability that it is positive (NaN: not known).</summary>
internal sealed class TokenizedTexts
{
    private readonly List<int> ids = [];
    private readonly List<int> ends = [];

    public int Count => ends.Count;

    public long Tokens => ids.Count;

    public List<float> Positive { get; } = [];

    /// <summary>Tokenizes texts and keeps their order; texts without a token are left out.</summary>
    public static TokenizedTexts Of(WordPieces pieces, IEnumerable<LabelledText> set)
    {
        var texts = new TokenizedTexts();
        foreach (var text in set) texts.Add(pieces.Encode(text.Text), text.Positive);
        return texts;
    }

    public int Length(int index) => ends[index] - Start(index);

    public ReadOnlySpan<int> Ids(int index) => CollectionsMarshal.AsSpan(ids)[Start(index)..ends[index]];

    /// <summary>Adds a text of token ids without [CLS] and [SEP]; an empty one is left out.</summary>
    public void Add(ReadOnlySpan<int> ids, float positive)
    {
        if (ids.IsEmpty) return;
        this.ids.AddRange(ids);
        ends.Add(this.ids.Count);
        Positive.Add(positive);
    }

    /// <summary>Adds all of the other texts, or a random share of them.</summary>
    public void Add(TokenizedTexts others, double share = 1, Random? random = null)
    {
        for (var i = 0; i < others.Count; i++)
            if (share >= 1 || random!.NextDouble() < share)
                Add(others.Ids(i), others.Positive[i]);
    }

    private int Start(int index) => index == 0 ? 0 : ends[index - 1];
}
