using Microsoft.ML.OnnxRuntime;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>The contents of an ONNX file, and its graph after ONNX Runtime's optimisation.</summary>
internal sealed record ModelSummary
{
    public required string[] Inputs { get; init; }

    public required string[] Outputs { get; init; }

    /// <summary>The number of weights: floats and bytes, not shapes and indices.</summary>
    public required long Parameters { get; init; }

    public required string Precision { get; init; }

    public required string Variant { get; init; }

    public required long Bytes { get; init; }

    public required long Opset { get; init; }

    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    public required IReadOnlyDictionary<string, int> OptimizedOperators { get; init; }

    public static ModelSummary Read(ModelInfo info)
    {
        var model = OnnxFile.Read(info.OnnxFile);
        var weights = model.Graph.Initializer.Where(IsWeight).ToArray();
        return new()
        {
            Inputs = [.. model.Graph.Input.Select(Describe)],
            Outputs = [.. model.Graph.Output.Select(Describe)],
            Parameters = weights.Sum(Count),
            Precision = string.Join(", ", weights.GroupBy(tensor => tensor.DataType).OrderByDescending(group => group.Sum(Count))
                .Select(group => $"{NameOf(group.Key)} {group.Sum(Count):N0}")),
            Variant = model.MetadataProps.FirstOrDefault(entry => entry.Key == "sentiment.variant")?.Value ?? "as exported",
            Bytes = info.Bytes,
            Opset = model.OpsetImport.FirstOrDefault(opset => opset.Domain is "" or "ai.onnx")?.Version // two names of one domain
                ?? throw new InvalidDataException($"{info.OnnxFile} does not name the version of ONNX's operators (opset_import)."),
            Operators = Count(model),
            OptimizedOperators = Count(Optimize(info.OnnxFile)),
        };
    }

    // ONNX Runtime provides the optimised graph only as a file.
    private static ModelProto Optimize(string file)
    {
        var directory = Directory.CreateTempSubdirectory("sentiment-info-");
        try
        {
            var optimized = Path.Combine(directory.FullName, "optimized.onnx");
            using (var options = SessionTuning.Create(new InferenceOptions()))
            {
                options.OptimizedModelFilePath = optimized;
                // ONNX Runtime warns that such a file suits only this machine, which is intended here.
                options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
                using var session = new InferenceSession(file, options);
            }

            return OnnxFile.Read(optimized);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool IsWeight(TensorProto tensor) =>
        tensor.DataType is TensorReader.Float or TensorReader.Float16 or TensorReader.Int8 or TensorReader.UInt8;

    private static Dictionary<string, int> Count(ModelProto model) => model.Graph.Node.CountBy(node => node.OpType).ToDictionary();

    private static long Count(TensorProto tensor) => tensor.Dims.Aggregate(1L, (product, dim) => product * dim);

    private static string Describe(ValueInfoProto value)
    {
        var dimensions = value.Type.TensorType.Shape.Dim.Select(dim => dim.DimParam == "" ? $"{dim.DimValue}" : dim.DimParam);
        return $"{value.Name}: {NameOf(value.Type.TensorType.ElemType)} [{string.Join(", ", dimensions)}]";
    }

    private static string NameOf(int type) => type switch
    {
        TensorReader.Float => "float32",
        TensorReader.Float16 => "float16",
        TensorReader.UInt8 => "uint8",
        TensorReader.Int8 => "int8",
        TensorReader.Int32 => "int32",
        TensorReader.Int64 => "int64",
        _ => $"ONNX type {type}",
    };
}
