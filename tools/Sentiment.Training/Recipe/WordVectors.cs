using System.Runtime.InteropServices;
using Sentiment.Training.Embeddings;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>Word vectors from all texts, learned once and stored in a file.</summary>
internal static class WordVectors
{
    public const int Dimension = 256;
    private const int Epochs = 3;

    /// <summary>Vectors [vocabulary, <see cref="Dimension"/>].</summary>
    public static float[] LoadOrTrain(TrainingContext context)
    {
        var path = context.PathOf("skipgram.bin");
        if (!File.Exists(path))
        {
            var texts = context.TrainingSets.AllTexts();
            context.Say($"word vectors from {texts.Tokens} tokens");
            var learned = new SkipGram(context.Pieces.Count, context.Seed) { Dimension = Dimension }.Train(texts, Epochs,
                done => context.Say($"word vectors {done:P0}"));
            File.WriteAllBytes(path + ".part", MemoryMarshal.AsBytes(learned.AsSpan()).ToArray());
            File.Move(path + ".part", path);
        }

        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
    }

    /// <summary>
    /// The first principal components of word vectors [words, any]: [words, <paramref name="width"/>], scaled to the given deviation.
    /// </summary>
    public static Tensor Principal(Tensor vectors, int width, double deviation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var centred = vectors.detach() - vectors.detach().mean([0]);
        var (_, directions) = linalg.eigh(matmul(centred.t(), centred));
        // eigh sorts in ascending order.
        var principal = matmul(centred, directions.narrow(1, vectors.shape[1] - width, width));
        return (principal * (deviation / principal.std().item<float>())).MoveToOuterDisposeScope();
    }
}
