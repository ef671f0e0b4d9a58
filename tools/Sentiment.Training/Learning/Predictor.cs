using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Learning;

/// <summary>Predictions of a network for many texts.</summary>
internal static class Predictor
{
    /// <summary>The positive minus the negative logit of every text, in order.</summary>
    public static float[] Margins(nn.Module<Tensor, Tensor> model, TokenizedTexts texts, WordPieces pieces, int maxTokens = 512)
    {
        model.eval();
        using var quiet = inference_mode();
        var batches = new Batches(texts, pieces, maxTokens);
        var margins = new float[texts.Count];
        foreach (var indices in batches.Plan(8192, 1024, shuffle: null))
        {
            using var scope = NewDisposeScope();
            var logits = model.call(batches.Make(indices).IdsTensor()).data<float>().ToArray();
            for (var i = 0; i < indices.Length; i++) margins[indices[i]] = logits[2 * i + 1] - logits[2 * i];
        }

        return margins;
    }

    /// <summary>The share of texts whose margin has the sign of the label.</summary>
    public static double Accuracy(IReadOnlyList<float> margins, TokenizedTexts texts) =>
        margins.Zip(texts.Positive, (m, p) => m > 0 == p > 0.5 ? 1.0 : 0.0).Average();
}
