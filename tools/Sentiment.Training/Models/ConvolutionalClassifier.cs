using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sentiment.Training.Models;

/// <summary>
/// A teacher: convolutions of several widths over word vectors, pooled by maximum and mean (after Kim 2014). Cheap to train, and on this
/// little data stronger than a transformer of its size.
/// </summary>
internal sealed class ConvolutionalClassifier : Module<Tensor, Tensor>
{
    private readonly Embedding word_embeddings;
    private readonly ModuleList<Conv1d> convolutions;
    private readonly Linear classifier;
    private readonly int _pad;

    public ConvolutionalClassifier(float[] vectors, int dimension, int[] widths, int filters, int pad) : base("cnn")
    {
        _pad = pad;
        word_embeddings = Embedding(vectors.Length / dimension, dimension);
        using (no_grad())
        {
            using var start = torch.tensor(vectors, [vectors.Length / dimension, dimension]);
            word_embeddings.weight!.copy_(start);
        }

        convolutions = new ModuleList<Conv1d>([.. widths.Select(w => Conv1d(dimension, filters, w, padding: w / 2))]);
        classifier = Linear(2 * filters * widths.Length, 2);
        RegisterComponents();
    }

    public Parameter WordVectors => word_embeddings.weight!;

    /// <summary>Of word vectors and of pooled features, while training.</summary>
    public double DropoutRate { get; set; } = 0.3;

    /// <param name="input">Token ids [texts, tokens].</param>
    /// <returns>Logits [texts, 2].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var mask = input.ne(_pad).to_type(ScalarType.Float32).unsqueeze(1);
        var lengths = mask.sum(2);
        var vectors = Drop(word_embeddings.call(input)).transpose(1, 2) * mask;
        var pooled = new List<Tensor>();
        foreach (var convolution in convolutions)
        {
            // An even width gives one position more than there are tokens. ReLU makes 0 the neutral element of the maximum.
            var features = functional.relu(convolution.call(vectors)).narrow(2, 0, input.shape[1]) * mask;
            pooled.Add(features.amax([2]));
            pooled.Add(features.sum(2) / lengths);
        }

        return classifier.call(Drop(cat(pooled, 1))).MoveToOuterDisposeScope();
    }

    private Tensor Drop(Tensor x) => functional.dropout(x, DropoutRate, training);
}
