using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Learning;

/// <summary>
/// Named float32 tensors in Hugging Face's safetensors layout: the header's length in 8 bytes, a JSON header, the raw values. The file is
/// written under a temporary name and then renamed, so that a killed run never leaves half a checkpoint.
/// </summary>
internal static class TensorFile
{
    private const string Metadata = "__metadata__", Step = "step";

    public static void Write(string path, int step, IReadOnlyCollection<(string Name, Tensor Tensor)> tensors)
    {
        var header = new JsonObject { [Metadata] = new JsonObject { [Step] = step.ToString(CultureInfo.InvariantCulture) } };
        long end = 0;
        foreach (var (name, tensor) in tensors)
        {
            var start = end;
            end += tensor.numel() * sizeof(float);
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.shape.Select(d => JsonValue.Create(d))]),
                ["data_offsets"] = new JsonArray(start, end),
            };
        }

        using (var writer = new BinaryWriter(File.Create(path + ".part")))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(header);
            writer.Write((long)json.Length);
            writer.Write(json);
            foreach (var (_, tensor) in tensors)
            {
                using var plain = tensor.detach().contiguous();
                writer.Write(MemoryMarshal.AsBytes(plain.data<float>().ToArray().AsSpan()));
            }
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Fills every tensor of <paramref name="into"/> from the file.</summary>
    /// <returns>The step at which the file was written, or 0 if the file does not say.</returns>
    /// <exception cref="InvalidDataException">The file is broken, lacks a tensor, or does not fit the network.</exception>
    public static int Read(string path, IReadOnlyDictionary<string, Tensor> into)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var length = reader.ReadInt64();
        if (length is <= 0 or > 100_000_000) throw new InvalidDataException($"{path} is not a safetensors file.");
        var header = JsonNode.Parse(reader.ReadBytes((int)length))!.AsObject();
        foreach (var (name, tensor) in into)
        {
            if (header[name] is not { } entry)
                throw new InvalidDataException($"{path} has no tensor '{name}'; it belongs to another network.");
            var (start, end) = ((long)entry["data_offsets"]![0]!, (long)entry["data_offsets"]![1]!);
            if ((string?)entry["dtype"] != "F32" || end - start != tensor.numel() * sizeof(float))
                throw new InvalidDataException(
                    $"{path}: '{name}' is {entry.ToJsonString()}; {tensor.numel()} float32 values are expected.");
            var values = new float[tensor.numel()];
            reader.BaseStream.Position = sizeof(long) + length + start;
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            using var quiet = no_grad();
            using var loaded = torch.tensor(values, tensor.shape);
            tensor.copy_(loaded);
        }

        return int.TryParse((string?)header[Metadata]?[Step], CultureInfo.InvariantCulture, out var step) ? step : 0;
    }
}
