using Google.Protobuf;

namespace Sentiment.Models.Onnx;

/// <summary>Reads and writes ONNX files.</summary>
internal static class OnnxFile
{
    public static ModelProto Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is { Node.Count: > 0 } ? model : throw new InvalidDataException($"{path} contains no graph.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"{path} is not an ONNX file: {exception.Message}", exception);
        }
    }

    public static void Write(ModelProto model, string path)
    {
        using var stream = File.Create(path);
        model.WriteTo(stream);
    }
}
