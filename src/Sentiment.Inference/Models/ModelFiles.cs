using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The files of a model directory as Hugging Face lays it out. Errors name the file.</summary>
internal sealed class ModelFiles
{
    public const string OnnxName = "model.onnx";

    private const string FetchOne =
        "Point the option Model at a directory with model.onnx, vocab.txt, config.json and tokenizer_config.json.";

    private ModelFiles(string directory) => Directory = directory;

    public string Directory { get; }

    /// <summary>The ONNX file: beside the others, or in the folder that Hugging Face's export tool uses.</summary>
    public string Onnx => Has(OnnxName) ? InDirectory(OnnxName) : InDirectory(Path.Combine("onnx", OnnxName));

    public string Vocabulary => InDirectory("vocab.txt");

    public static ModelFiles Find(string directory, string[] needed)
    {
        var files = new ModelFiles(Path.GetFullPath(directory));
        if (!System.IO.Directory.Exists(directory))
            throw files.Broken(".", "the directory does not exist.");
        foreach (var file in needed)
        {
            if (file == OnnxName ? !File.Exists(files.Onnx) : !files.Has(file))
                throw files.Broken(file, file == OnnxName ? "there is none, nor onnx/model.onnx." : "the file is missing.");
        }

        return files;
    }

    public bool Has(string file) => File.Exists(InDirectory(file));

    public T ReadJson<T>(string file, Func<JsonElement, T> read)
    {
        try
        {
            using var stream = File.OpenRead(InDirectory(file));
            using var json = JsonDocument.Parse(stream);
            return read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or IOException
            or KeyNotFoundException or UnauthorizedAccessException or OverflowException)
        {
            throw Broken(file, exception.Message, exception);
        }
    }

    public ModelLoadException Broken(string file, string reason, Exception? inner = null) => new(Directory, file, reason, FetchOne, inner);

    private string InDirectory(string file) => Path.Combine(Directory, file);
}
