using System.Runtime.InteropServices;
using Google.Protobuf;
using static Sentiment.Models.Onnx.AttributeProto.Types;

namespace Sentiment.Models.Onnx;

/// <summary>Builds an ONNX graph node by node. Every node and constant has a unique name and is referenced by it.</summary>
internal sealed class GraphWriter(string name)
{
    private const string Microsoft = "com.microsoft";
    private readonly GraphProto graph = new() { Name = name };
    private readonly Dictionary<string, TensorProto> constants = [];
    private bool usesMicrosoft;

    public string Node(string op, string name, string[] inputs, params AttributeProto[] attributes) =>
        Nodes(op, name, inputs, [$"{name}_output"], attributes)[0];

    /// <summary>Adds a node with one of ONNX Runtime's own operators.</summary>
    public string Contrib(string op, string name, string[] inputs, params AttributeProto[] attributes)
    {
        usesMicrosoft = true;
        var output = Node(op, name, inputs, attributes);
        graph.Node[^1].Domain = Microsoft;
        return output;
    }

    public string[] Nodes(string op, string name, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        graph.Node.Add(new NodeProto { OpType = op, Name = name, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });
        return outputs;
    }

    public void Input(string name, int type, params string[] dims) => graph.Input.Add(Value(name, type, dims));

    public void Output(string name, int type, params string[] dims) => graph.Output.Add(Value(name, type, dims));

    public string Floats(string name, ReadOnlySpan<float> values, params long[] dims) =>
        Constant(name, TensorReader.Float, MemoryMarshal.AsBytes(values), dims);

    public string Float(string name, float value) => Floats(name, [value]);

    public string Integers(string name, params long[] values) =>
        Constant(name, TensorReader.Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    public string Integer(string name, long value) => Constant(name, TensorReader.Int64, MemoryMarshal.AsBytes([value]), []);

    public string SignedBytes(string name, ReadOnlySpan<sbyte> values, params long[] dims) =>
        Constant(name, TensorReader.Int8, MemoryMarshal.AsBytes(values), dims);

    public string Byte(string name, byte value) => Constant(name, TensorReader.UInt8, [value], []);

    public ModelProto ToModel(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        // Opset 17 has LayerNormalization, and IR 8 is the version that goes with it. Nothing here needs a later one.
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "sentiment",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } }
        };
        if (usesMicrosoft) model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        model.MetadataProps.AddRange(metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        return model;
    }

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = Kind.Int };

    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = Kind.Float };

    public static AttributeProto Attribute(string name, long[] values) => new() { Name = name, Ints = { values }, Type = Kind.Ints };

    public static AttributeProto Attribute(string name, TensorProto value) => new() { Name = name, T = value, Type = Kind.Tensor };

    private string Constant(string name, int type, ReadOnlySpan<byte> bytes, long[] dims)
    {
        var constant = new TensorProto { Name = name, DataType = type, Dims = { dims }, RawData = ByteString.CopyFrom(bytes) };
        if (constants.TryAdd(name, constant))
            graph.Initializer.Add(constant);
        else if (!constants[name].Equals(constant))
            throw new InvalidOperationException($"The graph has another constant with the name {name}. Give each its own name.");
        return name;
    }

    private static ValueInfoProto Value(string name, int type, string[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
            shape.Dim.Add(long.TryParse(dim, out var size) ? new() { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dim });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new() { ElemType = type, Shape = shape } } };
    }
}
