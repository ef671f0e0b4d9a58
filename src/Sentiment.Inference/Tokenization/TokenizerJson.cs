using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>
/// The content of <c>tokenizer.json</c>, the file of Hugging Face's tokenizers library: the vocabulary, and how to read the text. Only
/// BERT's WordPiece can be used.
/// </summary>
/// <param name="Tokens">The vocabulary; the index is the token's id.</param>
/// <param name="Settings">How to read the text.</param>
/// <param name="Added">The tokens that are looked for in the text before it is split.</param>
/// <param name="Template">
/// The text A with the tokens that are put around it, such as <c>[CLS] A [SEP]</c>; <c>none</c> if the file does not say.
/// </param>
internal sealed record TokenizerJson(
    IReadOnlyList<string> Tokens, TokenizerSettings Settings, IReadOnlyList<string?> Added, string Template)
{
    private const string None = "none";

    public static TokenizerJson Read(JsonElement file)
    {
        var model = file.GetProperty("model");
        // Files of old versions have no type.
        Need("model", Text(model, "type") ?? "WordPiece", "WordPiece");
        Need("continuing_subword_prefix", Text(model, "continuing_subword_prefix") ?? "##", "##");
        if (model.TryGetProperty("max_input_chars_per_word", out var longest))
            Need("max_input_chars_per_word", longest.ToString(), BertNormalizer.LongestWord.ToString(CultureInfo.InvariantCulture));
        Need("normalizer", Kind(file, "normalizer"), "BertNormalizer");
        Need("pre_tokenizer", Kind(file, "pre_tokenizer"), "BertPreTokenizer");

        var normalizer = file.GetProperty("normalizer");
        Need("clean_text", $"{TokenizerSettings.Flag(normalizer, "clean_text") ?? true}", "True");
        var tokens = ReadTokens(model.GetProperty("vocab"));
        return new(tokens, ReadSettings(normalizer, model),
            file.TryGetProperty("added_tokens", out var added) ? [.. added.EnumerateArray().Select(token => Text(token, "content"))] : [],
            ReadTemplate(file, tokens));
    }

    /// <summary>Refuses tokens around a text, or in it, that this tokenizer would not give.</summary>
    /// <param name="settings">The special tokens.</param>
    /// <param name="isBert">Whether the tokenizer's class adds BERT's tokens where the file does not say which.</param>
    /// <exception cref="FormatException">There are other tokens.</exception>
    public void CheckSpecialTokens(TokenizerSettings settings, bool isBert)
    {
        if (Template != None || !isBert) Need("post_processor", Template, $"{settings.ClsToken} A {settings.SepToken}");
        foreach (var token in Added) settings.CheckAdded(token);
    }

    /// <summary>The vocabulary in the format of <c>vocab.txt</c>.</summary>
    public Stream Open() => new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Tokens) + "\n"));

    private static string[] ReadTokens(JsonElement vocabulary)
    {
        var ids = vocabulary.EnumerateObject().ToDictionary(token => token.Value.GetInt32(), token => token.Name);
        if (ids.Count == 0 || !Enumerable.Range(0, ids.Count).All(ids.ContainsKey))
            throw new FormatException("its vocabulary does not have every id from 0.");
        return ids.Values.Any(token => token.AsSpan().ContainsAny('\r', '\n'))
            ? throw new FormatException("its vocabulary has a token with a line break.")
            : [.. Enumerable.Range(0, ids.Count).Select(id => ids[id])];
    }

    private static TokenizerSettings ReadSettings(JsonElement normalizer, JsonElement model) => new()
    {
        LowerCase = TokenizerSettings.Flag(normalizer, "lowercase") ?? true,
        StripAccents = TokenizerSettings.Flag(normalizer, "strip_accents"),
        TokenizeChineseChars = TokenizerSettings.Flag(normalizer, "handle_chinese_chars") ?? true,
        Unknown = Text(model, "unk_token") ?? "[UNK]",
    };

    // Another kind of template is told by its name. What counts are the ids that it adds, not what it calls them.
    private static string ReadTemplate(JsonElement file, string[] tokens)
    {
        var kind = Kind(file, "post_processor");
        if (kind is not ("TemplateProcessing" or "BertProcessing")) return kind;
        var processor = file.GetProperty("post_processor");
        return kind == "TemplateProcessing"
            ? string.Join(' ', processor.GetProperty("single").EnumerateArray().Select(Piece))
            : $"{Pair("cls")} A {Pair("sep")}";

        // The name of a token with its id.
        string Pair(string name) => Token(processor.GetProperty(name).EnumerateArray().Last());

        string Piece(JsonElement piece)
        {
            var isText = piece.TryGetProperty("Sequence", out var part);
            if (!isText) part = piece.GetProperty("SpecialToken");
            var name = part.GetProperty("id").GetString()!;
            if (!isText)
            {
                var ids = processor.GetProperty("special_tokens").GetProperty(name).GetProperty("ids");
                name = string.Join(' ', ids.EnumerateArray().Select(Token));
            }

            // The model gets token type 0 for the complete text.
            return part.TryGetProperty("type_id", out var type) && type.GetInt32() != 0 ? $"{name}:{type}" : name;
        }

        string Token(JsonElement id) => tokens.ElementAtOrDefault(id.GetInt32()) ?? $"id {id}";
    }

    private static string Kind(JsonElement file, string part) =>
        file.TryGetProperty(part, out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, "type") ?? None : None;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Need(string part, string found, string needed)
    {
        if (found != needed)
            throw new FormatException($"its {part} is {found}, but only {needed} gives BERT's token ids. Use a BERT or DistilBERT model.");
    }
}
