using Sentiment.Models;

namespace Sentiment.Training.Tokens;

/// <summary>
/// Removes word pieces from a network that the texts hardly use: a third of BERT's vocabulary is names and other scripts.
/// </summary>
internal sealed class VocabularyCut
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly string[] pieces;
    private readonly int[] kept;

    /// <param name="vocabularyFile">The whole vocabulary, one piece per line.</param>
    /// <param name="texts">Texts in which uses are counted.</param>
    /// <param name="least">Pieces with at least this many uses are kept. Single letters and digits are always kept, so that no word becomes
    /// unknown.</param>
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

    /// <summary>The same network with one row for each piece that is kept.</summary>
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
