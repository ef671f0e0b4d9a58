using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sentiment.Inference.Tests;

/// <summary>A model may have its vocabulary only in tokenizer.json, as newer exports do.</summary>
public sealed class TokenizerJsonTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private readonly JsonObject content = JsonNode.Parse("""
        {
          "version": "1.0",
          "added_tokens": [{ "id": 0, "content": "[PAD]", "special": true }, { "id": 1, "content": "[UNK]", "special": true }],
          "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true
          },
          "pre_tokenizer": { "type": "BertPreTokenizer" },
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [
              { "SpecialToken": { "id": "[CLS]", "type_id": 0 } },
              { "Sequence": { "id": "A", "type_id": 0 } },
              { "SpecialToken": { "id": "[SEP]", "type_id": 0 } }
            ],
            "special_tokens": {
              "[CLS]": { "id": "[CLS]", "ids": [2], "tokens": ["[CLS]"] },
              "[SEP]": { "id": "[SEP]", "ids": [3], "tokens": ["[SEP]"] }
            }
          },
          "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100 }
        }
        """)!.AsObject();

    public TokenizerJsonTests()
    {
        directory.CopyModel(TestModel.Directory);
        var tokens = File.ReadAllLines(directory.File("vocab.txt"));
        content["model"]!["vocab"] = new JsonObject(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        File.Delete(directory.File("vocab.txt"));
    }

    [Fact]
    public void It_gives_the_ids_of_Hugging_Face()
    {
        File.Delete(directory.File("tokenizer_config.json"));
        Save();

        var (tokenizer, limit) = SentimentModel.LoadTokenizer(directory.Path);

        Assert.Equal(512, limit);
        Assert.Empty(GoldenVectors.Mismatches(Path.Combine(AppContext.BaseDirectory, "Golden", "tiny.jsonl"), tokenizer, int.MaxValue,
            out var count));
        Assert.True(count >= 700);
    }

    [Fact]
    public void A_model_loads_with_it()
    {
        Save();
        using var model = SentimentModel.Load(directory.Path);

        using var usual = SentimentModel.Load(TestModel.Directory);
        Assert.Equal(usual.Logits(["Not bad at all."])[0], model.Logits(["Not bad at all."])[0]);
    }

    [Fact]
    public void Its_normalizer_applies_unless_tokenizer_config_says_otherwise()
    {
        content["normalizer"]!["lowercase"] = false;
        Save();
        Assert.Equal(Ids("good"), Ids("GOOD")); // tokenizer_config.json has do_lower_case

        File.Delete(directory.File("tokenizer_config.json"));
        Assert.NotEqual(Ids("good"), Ids("GOOD"));
    }

    [Fact]
    public void With_a_vocabulary_its_normalizer_applies_only_without_tokenizer_config()
    {
        File.Copy(Path.Combine(TestModel.Directory, "vocab.txt"), directory.File("vocab.txt"));
        content["normalizer"]!["lowercase"] = false;
        Save();
        Assert.Equal(Ids("good"), Ids("GOOD"));

        File.Delete(directory.File("tokenizer_config.json"));
        Assert.NotEqual(Ids("good"), Ids("GOOD"));
    }

    [Theory]
    [InlineData("PreTrainedTokenizer")]
    [InlineData("PreTrainedTokenizerFast")]
    [InlineData("TokenizersBackend")]
    public void It_is_read_alone_if_the_class_names_no_kind_of_tokenizer(string name)
    {
        File.WriteAllText(directory.File("vocab.txt"), "of\nanother\nmodel\n");
        content["normalizer"]!["lowercase"] = false;
        Save();
        Assert.Throws<ModelLoadException>(() => Ids("good"));

        File.WriteAllText(directory.File("tokenizer_config.json"), $$"""{"tokenizer_class":"{{name}}","do_lower_case":true}""");
        Assert.NotEqual(Ids("good"), Ids("GOOD"));
        SentimentModel.Load(directory.Path).Dispose();
    }

    [Fact]
    public void A_cased_vocabulary_alone_is_refused()
    {
        File.WriteAllText(directory.File("vocab.txt"), File.ReadAllText(Path.Combine(TestModel.Directory, "vocab.txt")) + "Paris\n");
        Assert.NotEmpty(Ids("good"));

        File.Delete(directory.File("tokenizer_config.json"));
        var error = Assert.Throws<ModelLoadException>(() => Ids("good"));
        Assert.Contains("Paris", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("normalizer", "clean_text", "False")]
    [InlineData("model", "type", "BPE")]
    [InlineData("model", "type", "Unigram")]
    [InlineData("model", "continuing_subword_prefix", "@@")]
    [InlineData("model", "vocab", "none")]
    [InlineData("normalizer", "type", "Precompiled")]
    [InlineData("pre_tokenizer", "type", "Whitespace")]
    public void A_tokenizer_that_is_not_BERTs_is_refused_by_name(string part, string member, string value)
    {
        content[part]![member] = value == "False" ? false : value;
        AssertRefused(member == "vocab" ? "" : value);
    }

    [Fact]
    public void The_template_of_old_files_gives_the_same_ids()
    {
        Save();
        var ids = Ids("good");

        content["post_processor"] = JsonNode.Parse("""{ "type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2] }""");
        Save();
        Assert.Equal(ids, Ids("good"));
    }

    [Theory]
    [InlineData("BertTokenizer")]
    [InlineData("BertTokenizerFast")]
    [InlineData("DistilBertTokenizer")]
    public void Without_a_template_a_class_of_BERT_adds_its_tokens(string name)
    {
        Save();
        var ids = Ids("good");

        content["post_processor"] = null;
        Save();
        File.WriteAllText(directory.File("tokenizer_config.json"), $$"""{"tokenizer_class":"{{name}}"}""");
        Assert.Equal(ids, Ids("good"));
    }

    [Theory]
    [InlineData("""{ "tokenizer_class": "PreTrainedTokenizerFast" }""")]
    [InlineData("""{ "tokenizer_class": "TokenizersBackend" }""")]
    [InlineData("{}")]
    public void Without_a_template_any_other_class_is_refused(string config)
    {
        File.WriteAllText(directory.File("tokenizer_config.json"), config);
        content["post_processor"] = null;
        AssertRefused("post_processor is none");
    }

    [Theory]
    [InlineData("""{ "type": "ByteLevel" }""", "post_processor is ByteLevel")]
    [InlineData("""{ "type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 0] }""", "[PAD] A [SEP]")]
    [InlineData("""{ "type": "TemplateProcessing", "single": [{ "Sequence": { "id": "A", "type_id": 0 } }] }""", "post_processor is A,")]
    public void Other_tokens_around_a_text_are_refused_by_name(string template, string named)
    {
        content["post_processor"] = JsonNode.Parse(template);
        AssertRefused(named);
    }

    [Theory]
    [InlineData("[2, 0]", "[CLS] [PAD] A [SEP]")]
    [InlineData("[99999]", "id 99999 A [SEP]")]
    public void Other_ids_of_a_special_token_are_refused_by_name(string ids, string named)
    {
        content["post_processor"]!["special_tokens"]!["[CLS]"]!["ids"] = JsonNode.Parse(ids);
        AssertRefused(named);
    }

    [Fact]
    public void Another_token_type_is_refused()
    {
        content["post_processor"]!["single"]![2]!["SpecialToken"]!["type_id"] = 1;
        AssertRefused("[CLS] A [SEP]:1");
    }

    [Fact]
    public void A_vocabulary_with_a_gap_is_refused()
    {
        content["model"]!["vocab"]!.AsObject().Remove("the");
        AssertRefused("every id");
    }

    [Fact]
    public void An_added_token_is_refused()
    {
        content["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{ "id": 99999, "content": "[PRODUCT]" }"""));
        AssertRefused("[PRODUCT]");
    }

    [Fact]
    public void Without_a_vocabulary_both_files_are_named()
    {
        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(directory.Path));
        Assert.Contains("vocab.txt: the file is missing, and so is tokenizer.json", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private int[] Ids(string text) => SentimentModel.LoadTokenizer(directory.Path).Tokenizer.Encode(text).Ids;

    private void Save() => File.WriteAllText(directory.File("tokenizer.json"), content.ToJsonString(JsonSerializerOptions.Default));

    private void AssertRefused(string named)
    {
        Save();
        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(directory.Path));
        Assert.Equal("tokenizer.json", error.File);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
