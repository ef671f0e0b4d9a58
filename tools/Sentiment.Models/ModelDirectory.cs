using System.Text.Json;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>Writes model directories completely or not at all: under a temporary name, then renamed when all files are written.</summary>
internal static class ModelDirectory
{
    private static readonly string[] SideFiles =
        ["vocab.txt", "tokenizer.json", "config.json", "tokenizer_config.json", "special_tokens_map.json"];
    private static readonly string[] Architectures = ["DistilBertForSequenceClassification"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes a directory through a temporary one next to it.</summary>
    /// <param name="directory">Must not exist, or be empty.</param>
    /// <param name="fill">Writes the files. If it throws, no files are left.</param>
    /// <param name="cancellationToken">Nothing is left either if this was cancelled while <paramref name="fill"/> ran.</param>
    public static void Write(string directory, Action<string> fill, CancellationToken cancellationToken = default)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"{directory} exists and is not empty. Name a new directory, or delete it first.");

        var temporary = $"{directory}.{Guid.NewGuid():n}.partial";
        Directory.CreateDirectory(temporary);
        try
        {
            fill(temporary);
            cancellationToken.ThrowIfCancellationRequested();
            if (Directory.Exists(directory)) Directory.Delete(directory);
            Directory.Move(temporary, directory);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    /// <summary>Copies everything but the ONNX file from another model directory.</summary>
    public static void CopySideFiles(string from, string to)
    {
        foreach (var file in SideFiles.Where(file => File.Exists(Path.Combine(from, file))))
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
    }

    /// <summary>
    /// Writes a complete directory for a classifier. Its vocabulary is that of the embedded model, cut or padded to the size.
    /// </summary>
    public static void WriteSynthetic(string directory, ClassifierWeights weights)
    {
        var size = weights.ModelDimensions;
        OnnxFile.Write(PlainGraph.Build(weights), Path.Combine(directory, "model.onnx"));
        var words = File.ReadLines(Path.Combine(SentimentModel.Embedded("sentiment-tiny"), "vocab.txt")).Take(size.Vocabulary).ToList();
        for (var unused = 0; words.Count < size.Vocabulary; unused++) words.Add($"[unused{unused}]");
        File.WriteAllLines(Path.Combine(directory, "vocab.txt"), words);

        var labels = size.Labels == 2 ? ["NEGATIVE", "POSITIVE"] : Enumerable.Range(0, size.Labels).Select(i => $"LABEL_{i}").ToArray();
        WriteJson(Path.Combine(directory, "config.json"), new
        {
            activation = "gelu",
            architectures = Architectures,
            dim = size.Hidden,
            hidden_dim = size.FeedForward,
            id2label = labels.Index().ToDictionary(label => $"{label.Index}", label => label.Item),
            label2id = labels.Index().ToDictionary(label => label.Item, label => label.Index),
            max_position_embeddings = size.Positions,
            model_type = "distilbert",
            n_heads = size.Heads,
            n_layers = size.Layers,
            pad_token_id = 0,
            vocab_size = size.Vocabulary,
        });
        WriteJson(Path.Combine(directory, "tokenizer_config.json"),
            new { do_lower_case = true, model_max_length = size.Positions, tokenizer_class = "DistilBertTokenizer" });
    }

    private static void WriteJson(string file, object content) =>
        File.WriteAllText(file, JsonSerializer.Serialize(content, Indented) + "\n");
}
