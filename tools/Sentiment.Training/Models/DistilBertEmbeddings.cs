using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sentiment.Training.Models;

/// <summary>The sum of word and position vectors, with layer normalization.</summary>
internal sealed class DistilBertEmbeddings : Module<Tensor, Tensor>
{
    private readonly Embedding word_embeddings, position_embeddings;
#pragma warning disable IDE1006 // TorchSharp takes the published names of the weights from the field names.
    private readonly LayerNorm LayerNorm;
#pragma warning restore IDE1006
    private readonly Dropout dropout;

    public DistilBertEmbeddings(DistilBertConfig shape, Dropout dropout) : base("embeddings")
    {
        word_embeddings = Embedding(shape.Vocabulary, shape.Width);
        position_embeddings = Embedding(shape.Positions, shape.Width);
        LayerNorm = nn.LayerNorm(shape.Width, 1e-12);
        this.dropout = dropout;
        RegisterComponents();
    }

    public Parameter Words => word_embeddings.weight!;

    public Parameter Positions => position_embeddings.weight!;

    public override Tensor forward(Tensor input)
    {
        var positions = arange(input.shape[1], dtype: ScalarType.Int64);
        return dropout.Apply(LayerNorm.call(word_embeddings.call(input) + position_embeddings.call(positions)), training);
    }
}
