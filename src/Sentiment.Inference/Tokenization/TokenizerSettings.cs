using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The settings of a Hugging Face BERT tokenizer, as <c>tokenizer_config.json</c> holds them.</summary>
public sealed record TokenizerSettings
{
    /// <summary>Whether the text is lower-cased; an uncased vocabulary needs it.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether accents are stripped; by default when the text is lower-cased, as Hugging Face does.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether each Chinese character is a separate word.</summary>
    public bool TokenizeChineseChars { get; init; } = true;

    /// <summary>The longest input of the tokenizer in tokens; null if not given.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The token for padding.</summary>
    public string Pad { get; init; } = "[PAD]";

    /// <summary>The token for a word that the vocabulary cannot spell.</summary>
    public string Unknown { get; init; } = "[UNK]";

    /// <summary>The first token of every input.</summary>
    public string ClsToken { get; init; } = "[CLS]";

    /// <summary>The last token of every input.</summary>
    public string SepToken { get; init; } = "[SEP]";

    /// <summary>The token for a masked word; recognised in texts, as in the original.</summary>
    public string Mask { get; init; } = "[MASK]";

    // The last one is of any kind: the vocabulary decides.
    private static readonly string[] WordPieceClasses =
        ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer", "PreTrainedTokenizer"];

    internal static TokenizerSettings Read(JsonElement config)
    {
        if (config.TryGetProperty("tokenizer_class", out var kind) && kind.GetString() is { } name
            && !WordPieceClasses.Contains(name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name))
        {
            throw new FormatException($"\"tokenizer_class\" is {name}, but only BERT's WordPiece gives this tokenizer's ids. "
                + "Use a BERT or DistilBERT model.");
        }

        var settings = ReadSettings(config);
        return settings.MaxLength is < 3
            ? throw new FormatException($"\"model_max_length\" is {settings.MaxLength}, but [CLS], a word and [SEP] need 3.")
            : settings;
    }

    private static TokenizerSettings ReadSettings(JsonElement config) => new()
    {
        LowerCase = Flag(config, "do_lower_case") ?? true,
        StripAccents = Flag(config, "strip_accents"),
        TokenizeChineseChars = Flag(config, "tokenize_chinese_chars") ?? true,
        // "Unlimited" is written as 1e30.
        MaxLength = config.TryGetProperty("model_max_length", out var max) && max.ValueKind == JsonValueKind.Number
        && max.TryGetInt32(out var tokens) ? tokens : null,
        Pad = Token(config, "pad_token") ?? "[PAD]",
        Unknown = Token(config, "unk_token") ?? "[UNK]",
        ClsToken = Token(config, "cls_token") ?? "[CLS]",
        SepToken = Token(config, "sep_token") ?? "[SEP]",
        Mask = Token(config, "mask_token") ?? "[MASK]",
    };

    private static bool? Flag(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.GetBoolean() : null;

    // A token is written either as a string or as an object with its "content".
    private static string? Token(JsonElement config, string name) =>
        !config.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.Object ? value.GetProperty("content").GetString()
        : value.GetString();
}
