using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sentiment.Training.Models;

/// <summary>
/// DistilBERT for sequence classification (Sanh et al. 2019). Every parameter has its Hugging Face name. The padding mask is derived from
/// the [PAD] ids.
/// </summary>
internal sealed class DistilBertClassifier : Module<Tensor, Tensor>
{
    private readonly ModuleDict<Module> distilbert;
    private readonly Linear pre_classifier, classifier;
    private readonly DistilBertEmbeddings embeddings;
    private readonly TransformerLayer[] layers;
    private readonly Dropout dropout;
    private readonly Products products = new();
    private readonly int pad;

    /// <param name="shape">The size of the network.</param>
    /// <param name="pad">The id of [PAD].</param>
    /// <param name="seed">Seeds the random initial weights.</param>
    public DistilBertClassifier(DistilBertConfig shape, int pad, int seed) : base("classifier")
    {
        (Shape, this.pad) = (shape, pad);
        manual_seed(seed);
        dropout = new Dropout(shape.Dropout, seed);
        embeddings = new DistilBertEmbeddings(shape, dropout);
        layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new TransformerLayer(shape, dropout, products))];
        distilbert = ModuleDict<Module>(
            ("embeddings", embeddings), ("transformer", ModuleDict<Module>(("layer", ModuleList<TransformerLayer>(layers)))));
        pre_classifier = Linear(shape.Width, shape.Width);
        classifier = Linear(shape.Width, 2);
        RegisterComponents();
        using var quiet = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            if (parameter.dim() > 1) init.normal_(parameter, 0, 0.02);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) init.zeros_(parameter);
        }
    }

    public DistilBertConfig Shape { get; }

    public Parameter Words => embeddings.Words;

    public Parameter Positions => embeddings.Positions;

    /// <summary>Whether the layers compute their matrix products in bfloat16: faster on some processors, and less exact.</summary>
    public bool InBFloat16
    {
        get => products.InBFloat16;
        set => products.InBFloat16 = value;
    }

    /// <summary>The first layer's query weights [width, width], head by head.</summary>
    public Parameter FirstQuery => layers[0].Query;

    /// <summary>The first layer's key weights [width, width], head by head.</summary>
    public Parameter FirstKey => layers[0].Key;

    /// <summary>
    /// Excludes the word and position embeddings from training. They are most of the weights, and most of a step's time when batches are
    /// small.
    /// </summary>
    public void FreezeEmbeddings()
    {
        foreach (var parameter in embeddings.parameters()) parameter.requires_grad = false;
    }

    /// <param name="input">Token ids [texts, tokens].</param>
    /// <returns>Logits [texts, 2].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var bias = input.eq(pad).to_type(ScalarType.Float32).mul_(-10000f).unsqueeze(1).unsqueeze(1);
        var x = embeddings.call(input);
        for (var i = 0; i < layers.Length; i++) x = layers[i].Forward(x, bias, firstOnly: i == layers.Length - 1);
        var pooled = functional.relu(pre_classifier.call(x.select(1, 0)));
        return classifier.call(dropout.Apply(pooled, training)).MoveToOuterDisposeScope();
    }
}
