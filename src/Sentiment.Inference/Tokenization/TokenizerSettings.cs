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

    // These can be any kind of tokenizer: tokenizer.json or the vocabulary decides. The last one is what transformers 5 writes.
    private static readonly string[] GenericClasses = ["PreTrainedTokenizer", "PreTrainedTokenizerFast", "TokenizersBackend"];

    private static readonly string[] WordPieceClasses =
        ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer"];

    /// <summary>Whether the class names no kind of tokenizer: then Hugging Face reads <c>tokenizer.json</c> alone.</summary>
    /// <param name="config">The content of <c>tokenizer_config.json</c>.</param>
    internal static bool IsGeneric(JsonElement config) => Class(config) is { } name && GenericClasses.Contains(name);

    /// <summary>Whether the class is one of BERT's: it puts [CLS] and [SEP] around a text even if <c>tokenizer.json</c> does not.</summary>
    /// <param name="config">The content of <c>tokenizer_config.json</c>.</param>
    internal static bool IsBert(JsonElement config) => Class(config) is { } name
        && WordPieceClasses.Contains(name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name);

    /// <param name="config">The content of <c>tokenizer_config.json</c>.</param>
    /// <param name="defaults">The values for settings that the file does not have.</param>
    internal static TokenizerSettings Read(JsonElement config, TokenizerSettings defaults)
    {
        if (Class(config) is { } name && !IsGeneric(config) && !IsBert(config))
        {
            throw new FormatException($"\"tokenizer_class\" is {name}, but only BERT's WordPiece gives this tokenizer's ids. "
                + "Use a BERT or DistilBERT model.");
        }

        var settings = ReadSettings(config, defaults);
        if (config.TryGetProperty("added_tokens_decoder", out var added))
        {
            foreach (var token in added.EnumerateObject()) settings.CheckAdded(Token(added, token.Name));
        }

        return settings.MaxLength is < 3
            ? throw new FormatException($"\"model_max_length\" is {settings.MaxLength}, but [CLS], a word and [SEP] need 3.")
            : settings;
    }

    /// <summary>Refuses a token that Hugging Face would look for in the text and this tokenizer would not.</summary>
    /// <exception cref="FormatException">The token is not one of BERT's.</exception>
    internal void CheckAdded(string? token)
    {
        if (token != Pad && token != Unknown && token != ClsToken && token != SepToken && token != Mask)
            throw new FormatException($"the added token '{token}' is not one of BERT's special tokens. Use a model without added tokens.");
    }

    internal static bool? Flag(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.GetBoolean() : null;

    private static string? Class(JsonElement config) => config.TryGetProperty("tokenizer_class", out var name) ? name.GetString() : null;

    private static TokenizerSettings ReadSettings(JsonElement config, TokenizerSettings defaults) => new()
    {
        LowerCase = Flag(config, "do_lower_case") ?? defaults.LowerCase,
        StripAccents = Flag(config, "strip_accents") ?? defaults.StripAccents,
        TokenizeChineseChars = Flag(config, "tokenize_chinese_chars") ?? defaults.TokenizeChineseChars,
        // "Unlimited" is written as 1e30.
        MaxLength = config.TryGetProperty("model_max_length", out var max) && max.ValueKind == JsonValueKind.Number
        && max.TryGetInt32(out var tokens) ? tokens : null,
        Pad = Token(config, "pad_token") ?? defaults.Pad,
        Unknown = Token(config, "unk_token") ?? defaults.Unknown,
        ClsToken = Token(config, "cls_token") ?? defaults.ClsToken,
        SepToken = Token(config, "sep_token") ?? defaults.SepToken,
        Mask = Token(config, "mask_token") ?? defaults.Mask,
    };

    // A token is written either as a string or as an object with its "content".
    private static string? Token(JsonElement config, string name) =>
        !config.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.Object ? value.GetProperty("content").GetString()
        : value.GetString();
}
