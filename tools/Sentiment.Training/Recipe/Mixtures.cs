using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>
/// New texts made from labelled ones: parts, joins, and randomly replaced words (after Tang et al. 2019, who distilled BERT into an LSTM
/// this way). Most are not good English, but the teacher's predictions for them show how much words and their neighbours count.
/// </summary>
internal sealed class Mixtures
{
    private const double Exchange = 0.12, Part = 0.35, Join = 0.35;
    private static readonly string[] Joints = [" , ", " , but ", " and ", " but ", " . ", " though ", " ; "];
    private readonly string[][] texts;
    private readonly Random random;

    public Mixtures(IEnumerable<LabelledText> texts, Random random)
    {
        this.texts = [.. texts.Select(t => t.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1)];
        this.random = random;
    }

    public string Next()
    {
        var kind = random.NextDouble();
        var words = Pick();
        if (kind < Part && words.Length > 4) words = Span(words);
        else if (kind < Part + Join && words.Length < 25)
            words = [.. words, .. Joints[random.Next(Joints.Length)].Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Pick()];
        var mixed = string.Join(' ', words.Select(word => random.NextDouble() < Exchange ? OneOf(Pick()) : word));
        // Half of them as people write, half in Treebank spacing.
        return random.Next(2) == 0 ? mixed : TreebankSpacing.Join(mixed);
    }

    private string[] Span(string[] words)
    {
        var length = random.Next(2, Math.Min(words.Length, 14));
        var start = random.Next(words.Length - length + 1);
        return words[start..(start + length)];
    }

    private string[] Pick() => OneOf(texts);

    private T OneOf<T>(T[] choices) => choices[random.Next(choices.Length)];
}
