using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sentiment.Training.Models;

/// <summary>One layer of DistilBERT, layer norm after each half. Names are the checkpoint names of Hugging Face's implementation.</summary>
internal sealed class TransformerLayer : Module
{
    private readonly ModuleDict<Module> attention;
    private readonly LayerNorm sa_layer_norm, output_layer_norm;
    private readonly ModuleDict<Module> ffn;
    private readonly int heads, headWidth;
    private readonly Dropout dropout;
    private readonly Products products;

    /// <param name="shape">The size of the network.</param>
    /// <param name="dropout">Applied to attention and to the output of the inner layer.</param>
    /// <param name="products">Computes the matrix products.</param>
    public TransformerLayer(DistilBertConfig shape, Dropout dropout, Products products) : base("layer")
    {
        (heads, headWidth) = (shape.Heads, shape.Width / shape.Heads);
        attention = ModuleDict<Module>(
            ("q_lin", Linear(shape.Width, shape.Width)), ("k_lin", Linear(shape.Width, shape.Width)),
            ("v_lin", Linear(shape.Width, shape.Width)), ("out_lin", Linear(shape.Width, shape.Width)));
        sa_layer_norm = LayerNorm(shape.Width, 1e-12);
        ffn = ModuleDict<Module>(("lin1", Linear(shape.Width, shape.Inner)), ("lin2", Linear(shape.Inner, shape.Width)));
        output_layer_norm = LayerNorm(shape.Width, 1e-12);
        (this.dropout, this.products) = (dropout, products);
        RegisterComponents();
    }

    public Parameter Query => Weight("q_lin");

    public Parameter Key => Weight("k_lin");

    /// <param name="x">[texts, tokens, width]</param>
    /// <param name="bias">Added to the attention scores: [texts, 1, 1, tokens], 0 or a large negative.</param>
    /// <param name="firstOnly">Compute only the first token, the only one that the classifier reads from the last layer.</param>
    /// <returns>[texts, tokens or 1, width]</returns>
    public Tensor Forward(Tensor x, Tensor bias, bool firstOnly)
    {
        var asking = firstOnly ? x.narrow(1, 0, 1) : x;
        var (q, k, v) = (Heads("q_lin", asking), Heads("k_lin", x), Heads("v_lin", x));
        var scores = products.Of(q * (1 / Math.Sqrt(headWidth)), k.transpose(2, 3)) + bias;
        var context = products.Of(Drop(functional.softmax(scores, 3)), v).transpose(1, 2).flatten(2);
        var attended = sa_layer_norm.call(asking + Apply(attention, "out_lin", context));
        var inner = functional.gelu(Apply(ffn, "lin1", attended));
        return output_layer_norm.call(attended + Drop(Apply(ffn, "lin2", inner)));
    }

    private Parameter Weight(string name) => ((Linear)attention[name]).weight!;

    private Tensor Drop(Tensor x) => dropout.Apply(x, training);

    // [texts, tokens, width] -> [texts, heads, tokens, head width]
    private Tensor Heads(string name, Tensor x) =>
        Apply(attention, name, x).view(x.shape[0], x.shape[1], heads, headWidth).transpose(1, 2);

    private Tensor Apply(ModuleDict<Module> modules, string name, Tensor x) => products.Of((Linear)modules[name], x);
}
