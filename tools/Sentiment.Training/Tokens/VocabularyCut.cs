using Sentiment.Models;

namespace Sentiment.Training.Tokens;

/// <summary>Takes pieces out of a network that its texts hardly use: a third of BERT's vocabulary is names and other scripts.</summary>
internal sealed class VocabularyCut
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly string[] _pieces;
    private readonly int[] _kept;

    /// <param name="vocabularyFile">The whole vocabulary, one piece a line.</param>
    /// <param name="texts">What people write.</param>
    /// <param name="least">A piece stays that occurs so many times; so do single letters and digits, that no word becomes unknown.</param>
    public VocabularyCut(string vocabularyFile, TokenizedTexts texts, int least)
    {
        _pieces = File.ReadAllLines(vocabularyFile);
        var counts = new int[_pieces.Length];
        for (var i = 0; i < texts.Count; i++)
            foreach (var id in texts.Ids(i))
                counts[id]++;
        _kept = [.. Enumerable.Range(0, _pieces.Length).Where(id => counts[id] >= least || Special.Contains(_pieces[id]) || IsLetter(_pieces[id]))];
    }

    public int Count => _kept.Length;

    public void Write(string vocabularyFile) => File.WriteAllLines(vocabularyFile, _kept.Select(id => _pieces[id]));

    /// <summary>The same network with a row for each piece that stays.</summary>
    public ClassifierWeights Apply(ClassifierWeights weights)
    {
        var width = weights.ModelDimensions.Hidden;
        var words = new float[_kept.Length * width];
        for (var row = 0; row < _kept.Length; row++) weights.Words.AsSpan(_kept[row] * width, width).CopyTo(words.AsSpan(row * width));
        return weights with { ModelDimensions = weights.ModelDimensions with { Vocabulary = _kept.Length }, Words = words };
    }

    private static bool IsLetter(string piece) =>
        piece.Replace("##", "", StringComparison.Ordinal) is [var letter] && char.IsAsciiLetterOrDigit(letter);
}
