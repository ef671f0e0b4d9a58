using Sentiment.Inference;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Export;

/// <summary>
/// Checks that an exported directory, run by the product's own engine, gives the same logits as the network that it was written from.
/// </summary>
internal static class ExportCheck
{
    public const float Tolerance = 1e-4f;

    /// <summary>The largest difference between two logit margins.</summary>
    /// <exception cref="InvalidOperationException">The difference is above <see cref="Tolerance"/>.</exception>
    public static float Run(DistilBertClassifier network, string directory, IReadOnlyList<string> texts)
    {
        var pieces = new WordPieces(Path.Combine(directory, "vocab.txt"));
        var tokens = TokenizedTexts.Of(pieces, texts.Select(text => new LabelledText(text, float.NaN)));
        if (tokens.Count != texts.Count)
            throw new ArgumentException("A text without a token cannot be compared; leave it out.", nameof(texts));
        var trained = Predictor.Margins(network, tokens, pieces);

        using var exported = SentimentModel.Load(directory);
        var largest = exported.Logits(texts).Select((logits, i) => MathF.Abs(logits[1] - logits[0] - trained[i])).Max();
        return largest <= Tolerance
            ? largest
            : throw new InvalidOperationException(
                $"The model in {directory} differs from the network by {largest}, more than {Tolerance}: do not use it.");
    }
}
