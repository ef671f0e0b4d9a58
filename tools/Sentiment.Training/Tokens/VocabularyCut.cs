using Sentiment.Models;

namespace Sentiment.Training.Tokens;

/// <summary>Takes pieces out of a network that its texts hardly use: a third of BERT's vocabulary is names and other scripts.</summary>
internal sealed class VocabularyCut
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly string[] pieces;
    private readonly int[] kept;

    /// <param name="vocabularyFile">The whole vocabulary, one piece a line.</param>
    /// <param name="texts">What people write.</param>
    /// <param name="least">A piece stays that occurs so many times; so do single letters and digits, that no word becomes unknown.</param>
    public VocabularyCut(string vocabularyFile, TokenizedTexts texts, int least)
    {
        pieces = File.ReadAllLines(vocabularyFile);
        var counts = new int[pieces.Length];
        for (var i = 0; i < texts.Count; i++)
            foreach (var id in texts.Ids(i))
                counts[id]++;
        kept = [.. Enumerable.Range(0, pieces.Length)
            .Where(id => counts[id] >= least || Special.Contains(pieces[id]) || IsLetter(pieces[id]))];
    }

    public int Count => kept.Length;

    public void Write(string vocabularyFile) => File.WriteAllLines(vocabularyFile, kept.Select(id => pieces[id]));

    /// <summary>The same network with a row for each piece that stays.</summary>
    public ClassifierWeights Apply(ClassifierWeights weights)
    {
        var width = weights.ModelDimensions.Hidden;
        var words = new float[kept.Length * width];
        for (var row = 0; row < kept.Length; row++) weights.Words.AsSpan(kept[row] * width, width).CopyTo(words.AsSpan(row * width));
        return weights with { ModelDimensions = weights.ModelDimensions with { Vocabulary = kept.Length }, Words = words };
    }

    private static bool IsLetter(string piece) =>
        piece.Replace("##", "", StringComparison.Ordinal) is [var letter] && char.IsAsciiLetterOrDigit(letter);
}
