using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Learning;

/// <summary>Padded token ids [texts, tokens] and the probabilities that they are positive [texts].</summary>
internal sealed record Batch(long[] Ids, float[] Positive, int Texts, int Tokens)
{
    public Tensor IdsTensor() => torch.tensor(Ids, [Texts, Tokens]);

    /// <summary>Target probabilities [texts, 2]: negative, positive.</summary>
    public Tensor Targets()
    {
        var both = new float[2 * Texts];
        for (var i = 0; i < Texts; i++) (both[2 * i], both[2 * i + 1]) = (1 - Positive[i], Positive[i]);
        return torch.tensor(both, [Texts, 2]);
    }
}
