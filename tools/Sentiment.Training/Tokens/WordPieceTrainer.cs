using System.Runtime.InteropServices;

namespace Sentiment.Training.Tokens;

/// <summary>
/// Learns a WordPiece vocabulary the way Hugging Face's tokenizers do: start from single characters ("##" marks those inside a word), and
/// merge the most frequent pair of neighbours until the vocabulary is full. Ties go to the pair whose first piece has the lowest id, then
/// to the one whose second piece has, so the result repeats.
/// </summary>
internal sealed class WordPieceTrainer
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly List<string> pieces = [.. Special];
    private readonly Dictionary<string, int> ids = [];
    private readonly List<(List<int> Pieces, long Count)> words = [];
    private readonly Dictionary<(int, int), long> pairs = [];
    private readonly Dictionary<(int, int), HashSet<int>> places = [];

    /// <summary>The vocabulary: the index of a piece is its id.</summary>
    /// <param name="words">Words as the tokenizer splits them, with their counts.</param>
    /// <param name="size">The number of pieces wanted. There are fewer when no pair is left to merge.</param>
    public static IReadOnlyList<string> Train(IReadOnlyDictionary<string, long> words, int size)
    {
        var trainer = new WordPieceTrainer();
        foreach (var (word, count) in words) trainer.AddWord(word, count);
        trainer.Merge(size);
        return trainer.pieces;
    }

    private void AddWord(string word, long count)
    {
        List<int> pieces = [.. word.EnumerateRunes().Select((rune, i) => IdOf(i == 0 ? rune.ToString() : "##" + rune))];
        words.Add((pieces, count));
        Count(words.Count - 1, 1);
    }

    private void Merge(int size)
    {
        var queue = new PriorityQueue<(int, int), (long, int, int)>();
        foreach (var (pair, count) in pairs) queue.Enqueue(pair, Priority(pair, count));
        while (pieces.Count < size && queue.TryDequeue(out var pair, out var priority))
        {
            var count = pairs.GetValueOrDefault(pair);
            if (count <= 0) continue;
            if (-priority.Item1 != count)
            {
                // The count is out of date: merges have removed some occurrences.
                queue.Enqueue(pair, Priority(pair, count));
                continue;
            }

            var merged = IdOf(pieces[pair.Item1] + pieces[pair.Item2].Replace("##", "", StringComparison.Ordinal));
            foreach (var changed in Replace(pair, merged)) queue.Enqueue(changed, Priority(changed, pairs[changed]));
        }
    }

    private HashSet<(int, int)> Replace((int First, int Second) pair, int merged)
    {
        var fresh = new HashSet<(int, int)>();
        foreach (var index in places[pair].ToArray())
        {
            var pieces = words[index].Pieces;
            Count(index, -1);
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                if (pieces[i] != pair.First || pieces[i + 1] != pair.Second) continue;
                pieces[i] = merged;
                pieces.RemoveAt(i + 1);
            }

            Count(index, 1);
            for (var i = 0; i + 1 < pieces.Count; i++)
                if (pieces[i] == merged || pieces[i + 1] == merged)
                    fresh.Add((pieces[i], pieces[i + 1]));
        }

        return fresh;
    }

    private void Count(int word, int sign)
    {
        var (pieces, count) = words[word];
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            var pair = (pieces[i], pieces[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _) += sign * count;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(this.places, pair, out _);
            places ??= [];
            if (sign > 0) places.Add(word);
            else places.Remove(word);
        }
    }

    private int IdOf(string piece)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, piece, out var known);
        if (known) return id;
        pieces.Add(piece);
        return id = pieces.Count - 1;
    }

    private static (long, int, int) Priority((int First, int Second) pair, long count) => (-count, pair.First, pair.Second);
}
