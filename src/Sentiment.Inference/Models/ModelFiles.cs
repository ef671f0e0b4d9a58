using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The files of a model directory as Hugging Face lays it out. Errors name the file.</summary>
internal sealed class ModelFiles
{
    public const string OnnxName = "model.onnx", OnnxFolder = "onnx", OnnxExtension = ".onnx";
    public const string Config = "config.json", TokenizerConfig = "tokenizer_config.json";
    public const string Vocabulary = "vocab.txt", Tokenizer = "tokenizer.json";

    private const string Remedy = "Point the option Model at a directory with model.onnx, vocab.txt, config.json and "
        + "tokenizer_config.json, or at an .onnx file in one, or name an embedded model, sentiment-small or sentiment-tiny.";

    private ModelFiles(string path)
    {
        Directory = path;
        if (!IsOnnx(path) || System.IO.Directory.Exists(path))
        {
            Onnx = PathOf(OnnxName);
            if (!File.Exists(Onnx)) Onnx = PathOf(Path.Combine(OnnxFolder, OnnxName));
            return;
        }

        (Directory, Onnx) = (Path.GetDirectoryName(path)!, path);
        if (Path.GetFileName(Directory) == OnnxFolder && !Has(Config)) Directory = Path.GetDirectoryName(Directory)!;
    }

    public string Directory { get; }

    /// <summary>
    /// The ONNX file: the chosen one, or the one in the directory or in the folder that Hugging Face's export tool uses.
    /// </summary>
    public string Onnx { get; }

    /// <summary>The ONNX file's path in the directory.</summary>
    public string OnnxInDirectory => Path.GetRelativePath(Directory, Onnx);

    /// <param name="path">A directory, an ONNX file in one or in its folder <c>onnx</c>, or the name of an embedded model.</param>
    /// <param name="tokenizerOnly">Whether the ONNX file and its configuration are not needed.</param>
    /// <exception cref="ModelLoadException">A file is missing.</exception>
    public static ModelFiles Find(string path, bool tokenizerOnly = false)
    {
        var files = new ModelFiles(SentimentModel.EmbeddedNames.Contains(path) ? SentimentModel.Embedded(path) : Path.GetFullPath(path));
        if (!System.IO.Directory.Exists(files.Directory)) throw files.Broken(".", "the directory does not exist.");
        if (!tokenizerOnly && !File.Exists(files.Onnx)) throw files.WithoutOnnx(path);
        if (!tokenizerOnly && !files.Has(Config)) throw files.Broken(Config, "the file is missing.");
        return files.Has(Vocabulary) || files.Has(Tokenizer) ? files
            : throw files.Broken(Vocabulary, "the file is missing, and so is tokenizer.json.");
    }

    public static bool IsOnnx(string path) => path.EndsWith(OnnxExtension, StringComparison.OrdinalIgnoreCase);

    public bool Has(string file) => File.Exists(PathOf(file));

    /// <summary>Reads whether tokenizer.json alone says how to read a text, although there may be a vocabulary.</summary>
    public bool ReadIsTokenizerAlone() =>
        Has(Tokenizer) && Has(TokenizerConfig) && ReadJson(TokenizerConfig, TokenizerSettings.IsGeneric);

    public T ReadJson<T>(string file, Func<JsonElement, T> read) => Read(file, () =>
    {
        using var stream = File.OpenRead(PathOf(file));
        using var json = JsonDocument.Parse(stream);
        return read(json.RootElement);
    });

    /// <summary>Reads a file. Any error in it is reported with the name of the file.</summary>
    public T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or IOException
            or KeyNotFoundException or UnauthorizedAccessException or OverflowException or ArgumentException)
        {
            throw Broken(file, exception.Message, exception);
        }
    }

    /// <inheritdoc cref="Read{T}(string, Func{T})"/>
    public void Read(string file, Action read) => Read(file, () =>
    {
        read();
        return true;
    });

    public ModelLoadException Broken(string file, string reason, Exception? inner = null) => new(Directory, file, reason, Remedy, inner);

    public string PathOf(string file) => Path.Combine(Directory, file);

    private ModelLoadException WithoutOnnx(string path)
    {
        var visible = new EnumerationOptions { IgnoreInaccessible = true };
        string[] others = [.. new[] { Directory, PathOf(OnnxFolder) }.Where(System.IO.Directory.Exists)
            .SelectMany(folder => System.IO.Directory.EnumerateFiles(folder, "*" + OnnxExtension, visible)).Order(StringComparer.Ordinal)];
        var reason = IsOnnx(path) ? "the file is missing." : "the file is missing, and so is onnx/model.onnx.";
        return others.Length == 0 ? Broken(OnnxInDirectory, reason)
            : new(Directory, IsOnnx(path) ? OnnxInDirectory : OnnxName, reason,
                $"To use another file, set the option Model to its path: {string.Join(" or ", others)}.");
    }
}
