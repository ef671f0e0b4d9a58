using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>
/// Reads the weights of a DistilBERT classifier from an fp32 export. The exporter keeps the names of biases, norms and tables, but renames
/// the matrices that it transposes. These are found as the other operand of the node that adds the bias.
/// </summary>
internal sealed class WeightReader
{
    private readonly Dictionary<string, TensorProto> constants;
    private readonly Dictionary<string, NodeProto> producers = [];
    private readonly Dictionary<string, NodeProto> biasUsers = [];

    private WeightReader(GraphProto graph)
    {
        constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output) producers[output] = node;
            if (node.OpType == "Constant" && node.Attribute.FirstOrDefault(a => a.Name == "value")?.T is { } value)
                constants[node.Output[0]] = value;
            if (node.OpType is not ("Add" or "Gemm")) continue;
            foreach (var input in node.Input.Where(input => input.EndsWith(".bias", StringComparison.Ordinal))) biasUsers[input] = node;
        }
    }

    /// <param name="model">The export.</param>
    /// <param name="heads">The number of attention heads, from <c>config.json</c>, because it is not in the graph.</param>
    /// <exception cref="InvalidDataException">The graph is not such a classifier; the message says what is missing.</exception>
    public static ClassifierWeights Read(ModelProto model, int heads)
    {
        var reader = new WeightReader(model.Graph);
        var layers = 0;
        while (reader.constants.ContainsKey($"{WeightNames.Layer(layers)}.attention.q_lin.bias")) layers++;
        if (layers == 0)
            throw new InvalidDataException(
                $"there is no {WeightNames.Layer(0)}.attention.q_lin.bias: this is not an fp32 DistilBERT classifier as Hugging Face " +
                "exports it.");

        var norm = reader.Norm(WeightNames.EmbeddingNorm);
        var (words, positions) = (reader.Floats(WeightNames.Words), reader.Floats(WeightNames.Positions));
        EncoderLayer[] encoder = [.. Enumerable.Range(0, layers).Select(i => reader.Layer(WeightNames.Layer(i)))];
        var (preClassifier, classifier) = (reader.Linear(WeightNames.PreClassifier), reader.Linear(WeightNames.Classifier));
        var hidden = norm.Scale.Length;
        var geometry = new ModelDimensions
        {
            Layers = layers,
            Hidden = hidden,
            Heads = heads,
            FeedForward = encoder[0].Up.Out,
            Vocabulary = words.Length / hidden,
            Positions = positions.Length / hidden,
            Labels = classifier.Out,
        };
        geometry.Validate();
        return new(geometry, words, positions, norm, encoder, preClassifier, classifier);
    }

    private EncoderLayer Layer(string name) => new(
        Linear($"{name}.attention.q_lin"),
        Linear($"{name}.attention.k_lin"),
        Linear($"{name}.attention.v_lin"),
        Linear($"{name}.attention.out_lin"),
        Norm($"{name}.sa_layer_norm"),
        Linear($"{name}.ffn.lin1"),
        Linear($"{name}.ffn.lin2"),
        Norm($"{name}.output_layer_norm"));

    private Norm Norm(string name) => new(name, Floats($"{name}.weight"), Floats($"{name}.bias"));

    private Linear Linear(string name)
    {
        var bias = Floats($"{name}.bias");
        if (!biasUsers.TryGetValue($"{name}.bias", out var user)) throw Missing($"a node that adds {name}.bias");
        var (weight, transposed) = user.OpType == "Gemm"
            ? (user.Input[1], user.Attribute.Any(a => a.Name == "transB" && a.I == 1))
            : (Product(user, name).Input[1], false);

        if (!constants.ContainsKey(weight) && producers.GetValueOrDefault(weight) is { OpType: "Transpose" } turn)
            (weight, transposed) = (turn.Input[0], !transposed);
        var values = Floats(weight);
        return new(name, transposed ? Transpose(values, bias.Length) : values, bias);
    }

    private NodeProto Product(NodeProto add, string name) =>
        add.Input.Select(producers.GetValueOrDefault).FirstOrDefault(node => node?.OpType == "MatMul")
        ?? throw Missing($"the MatMul of {name}");

    private float[] Floats(string name) => constants.TryGetValue(name, out var tensor) ? tensor.Floats() : throw Missing(name);

    private static float[] Transpose(float[] values, int rows)
    {
        var columns = values.Length / rows;
        var turned = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column];
        }

        return turned;
    }

    private static InvalidDataException Missing(string what) =>
        new($"{what} was not found in the graph: this is not an fp32 DistilBERT classifier as Hugging Face exports it.");
}
