using System.Runtime.InteropServices;

namespace Sentiment.Models.Onnx;

/// <summary>Reads the numbers of a tensor in any of ONNX's storage formats.</summary>
internal static class TensorReader
{
    public const int Float = 1, UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7, Float16 = 10;

    public static float[] Floats(this TensorProto tensor)
    {
        if (tensor.DataLocation != 0)
            throw new InvalidDataException($"{tensor.Name} is stored in another file. Export the model as one file.");
        if (tensor.DataType != Float)
            throw new InvalidDataException(
                $"{tensor.Name} is of ONNX type {tensor.DataType}, but must be float: optimise starts from the fp32 model.");

        // Both layouts are little-endian, and so is every machine that this runs on.
        var values = tensor.RawData.Length > 0 ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray() : [.. tensor.FloatData];
        var expected = tensor.Dims.Aggregate(1L, (product, dim) => product * dim);
        return values.Length == expected ? values
            : throw new InvalidDataException(
                $"{tensor.Name} has {values.Length} numbers, but its shape [{string.Join(",", tensor.Dims)}] needs {expected}.");
    }
}
