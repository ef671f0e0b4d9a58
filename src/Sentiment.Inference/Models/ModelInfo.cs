using System.Security.Cryptography;

namespace Sentiment.Inference;

/// <summary>Properties of a loaded model. Immutable and thread-safe.</summary>
public sealed class ModelInfo
{
    private readonly Lazy<string> sha256;
    private readonly Lazy<long> bytes;

    internal ModelInfo(string name, string directory, string onnxFile, IReadOnlyList<string> weights, IReadOnlyList<string> labels,
        int maxTokens, bool isBatchInvariant)
    {
        Name = name;
        Directory = directory;
        OnnxFile = onnxFile;
        Labels = labels;
        MaxTokens = maxTokens;
        IsBatchInvariant = isBatchInvariant;
        // PublicationOnly: a failed read is not cached, and the file is read again.
        sha256 = new Lazy<string>(() => Hash([onnxFile, .. weights]), LazyThreadSafetyMode.PublicationOnly);
        bytes = new Lazy<long>(() => weights.Prepend(onnxFile).Sum(file => new FileInfo(file).Length),
            LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>
    /// The name to show: that of the directory; of a model from an address the last folder of the address, or at Hugging Face the
    /// repository.
    /// </summary>
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
    /// which is slower; <c>sentiment model optimise --int8</c> writes a model whose texts can run in batches.
    /// </summary>
    public bool IsBatchInvariant { get; }

    /// <summary>
    /// SHA-256 of the ONNX file and of the files with its weights in lower-case hex. It is computed on first use and then kept: use it
    /// early if the files may be replaced.
    /// </summary>
    public string Sha256 => sha256.Value;

    /// <summary>The size of the ONNX file and of the files with its weights, read on first use.</summary>
    public long Bytes => bytes.Value;

    private static string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
