using System.Text.Json;
using System.Text.Json.Nodes;
using Sentiment.Models;
using Sentiment.Models.Onnx;
using Sentiment.Training.Models;

namespace Sentiment.Training.Export;

/// <summary>Writes the four files of a Hugging Face classifier.</summary>
internal static class ModelExport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(DistilBertClassifier model, string vocabularyFile, string directory)
    {
        Directory.CreateDirectory(directory);
        OnnxFile.Write(PlainGraph.Build(NetworkWeights.Read(model)), Path.Combine(directory, "model.onnx"));
        var vocabulary = Path.Combine(directory, "vocab.txt");
        if (Path.GetFullPath(vocabularyFile) != Path.GetFullPath(vocabulary)) File.Copy(vocabularyFile, vocabulary, overwrite: true);
        Write(directory, "config.json", Config(model.Shape));
        Write(directory, "tokenizer_config.json", Tokenizer(model.Shape));
    }

    private static JsonObject Config(DistilBertConfig shape) => new()
    {
        ["activation"] = "gelu",
        ["architectures"] = new JsonArray("DistilBertForSequenceClassification"),
        ["attention_dropout"] = shape.Dropout,
        ["dim"] = shape.Width,
        ["dropout"] = shape.Dropout,
        ["hidden_dim"] = shape.Inner,
        ["id2label"] = new JsonObject { ["0"] = "NEGATIVE", ["1"] = "POSITIVE" },
        ["initializer_range"] = 0.02,
        ["label2id"] = new JsonObject { ["NEGATIVE"] = 0, ["POSITIVE"] = 1 },
        ["max_position_embeddings"] = shape.Positions,
        ["model_type"] = "distilbert",
        ["n_heads"] = shape.Heads,
        ["n_layers"] = shape.Layers,
        ["pad_token_id"] = 0,
        ["problem_type"] = "single_label_classification",
        ["seq_classif_dropout"] = shape.Dropout,
        ["sinusoidal_pos_embds"] = false,
        ["tie_weights_"] = true,
        ["vocab_size"] = shape.Vocabulary,
    };

    private static JsonObject Tokenizer(DistilBertConfig shape) => new()
    {
        ["clean_up_tokenization_spaces"] = true,
        ["cls_token"] = "[CLS]",
        ["do_basic_tokenize"] = true,
        ["do_lower_case"] = true,
        ["mask_token"] = "[MASK]",
        ["model_max_length"] = shape.Positions,
        ["never_split"] = null,
        ["pad_token"] = "[PAD]",
        ["sep_token"] = "[SEP]",
        ["strip_accents"] = null,
        ["tokenize_chinese_chars"] = true,
        ["tokenizer_class"] = "DistilBertTokenizer",
        ["unk_token"] = "[UNK]",
    };

    private static void Write(string directory, string name, JsonObject content) =>
        File.WriteAllText(Path.Combine(directory, name), content.ToJsonString(Indented) + "\n");
}
