using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The files of a model directory as Hugging Face lays it out: found, read, and named when something is wrong with them.</summary>
internal sealed class ModelFiles
{
    private const string FetchOne = "Point Sentiment__Model at a directory with model.onnx, vocab.txt, config.json and tokenizer_config.json.";

    private ModelFiles(string directory) => Directory = directory;

    public string Directory { get; }

    public string Onnx { get; private init; } = "";

    public string Vocabulary => Path.Combine(Directory, "vocab.txt");

    public static ModelFiles Find(string directory)
    {
        directory = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(directory))
            throw new ModelLoadException(directory, ".", "the directory does not exist.", FetchOne);

        string[] places = ["model.onnx", Path.Combine("onnx", "model.onnx")];
        var onnx = places.Select(place => Path.Combine(directory, place)).FirstOrDefault(File.Exists)
            ?? throw new ModelLoadException(directory, "model.onnx", "there is none, nor onnx/model.onnx.", FetchOne);

        var files = new ModelFiles(directory) { Onnx = onnx };
        foreach (var needed in (string[])["vocab.txt", "config.json", "tokenizer_config.json"])
        {
            if (!File.Exists(Path.Combine(directory, needed)))
                throw files.Broken(needed, "the file is missing.");
        }

        return files;
    }

    public T ReadJson<T>(string file, Func<JsonElement, T> read)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(Directory, file));
            using var json = JsonDocument.Parse(stream);
            return read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or IOException or KeyNotFoundException)
        {
            throw Broken(file, error.Message, error);
        }
    }

    public ModelLoadException Broken(string file, string reason, Exception? inner = null) => new(Directory, file, reason, FetchOne, inner);
}
