using System.Security.Cryptography;

namespace Sentiment.Inference;

/// <summary>Properties of a loaded model. Immutable and thread-safe.</summary>
public sealed class ModelInfo
{
    private readonly Lazy<string> sha256;

    internal ModelInfo(string name, string directory, string onnxFile, IReadOnlyList<string> labels, int maxTokens,
        bool isBatchInvariant)
    {
        Name = name;
        Directory = directory;
        OnnxFile = onnxFile;
        Labels = labels;
        MaxTokens = maxTokens;
        IsBatchInvariant = isBatchInvariant;
        // PublicationOnly: a failed read is not cached, and the file is read again.
        sha256 = new Lazy<string>(() => HashFile(onnxFile), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The name to show: the last part of the directory's name.</summary>
    public string Name { get; }

    /// <summary>The full path of the directory that the model was loaded from.</summary>
    public string Directory { get; }

    /// <summary>The full path of the ONNX file.</summary>
    public string OnnxFile { get; }

    /// <summary>The labels in the order of the logits, from <c>id2label</c> in <c>config.json</c>.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The longest input in tokens, including [CLS] and [SEP]; longer texts are truncated.</summary>
    public int MaxTokens { get; }

    /// <summary>
    /// Whether a text has the same logits alone and in a batch, rounding aside. If not, as in dynamic int8 exports, each text runs alone,
    /// which is slower; <c>sentiment model optimise --int8</c> makes a model that need not.
    /// </summary>
    public bool IsBatchInvariant { get; }

    /// <summary>SHA-256 of the ONNX file in lower-case hex, computed on first use.</summary>
    public string Sha256 => sha256.Value;

    private static string HashFile(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
