namespace Sentiment.Inference.Tests;

public class ModelLoadTests
{
    [Fact]
    public void The_embedded_model_knows_its_labels_and_limits()
    {
        using var model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);

        Assert.Equal(["NEGATIVE", "POSITIVE"], model.Info.Labels);
        Assert.Equal("sentiment-small", model.Info.Name);
        Assert.True(model.Info.MaxTokens >= 64);
        Assert.Matches("^[0-9a-f]{64}$", model.Info.Sha256);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("vocab.txt")]
    [InlineData("config.json")]
    [InlineData("tokenizer_config.json")]
    public void A_missing_file_is_named_with_its_directory(string file)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(SentimentModel.EmbeddedDirectory);
        File.Delete(directory.File(file));

        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(directory.Path));

        Assert.Contains(directory.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("Model", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx", "this is no protobuf")]
    [InlineData("model.onnx", "")]
    [InlineData("vocab.txt", "no\nspecial\ntokens\n")]
    [InlineData("vocab.txt", "")]
    [InlineData("config.json", "{ broken")]
    [InlineData("config.json", "{}")]
    [InlineData("config.json", """{"id2label":{"0":"A","2":"B"},"max_position_embeddings":64}""")]
    [InlineData("config.json", """{"id2label":{"0":"A","1":"B"}}""")]
    [InlineData("config.json", """{"id2label":{"0":"A","1":"B","2":"C"},"max_position_embeddings":64}""")]
    [InlineData("config.json", "[]")]
    [InlineData("tokenizer_config.json", "null")]
    [InlineData("tokenizer_config.json", """{"do_lower_case":"yes"}""")]
    public void A_broken_file_is_a_load_error_that_names_the_directory(string file, string content)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(SentimentModel.EmbeddedDirectory);
        File.WriteAllText(directory.File(file), content);

        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(directory.Path));

        Assert.Contains(directory.Path, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.File);
    }

    [Fact]
    public void A_model_in_the_onnx_folder_is_found()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(SentimentModel.EmbeddedDirectory);
        Directory.CreateDirectory(directory.File("onnx"));
        File.Move(directory.File("model.onnx"), directory.File("onnx/model.onnx"));

        using var model = SentimentModel.Load(directory.Path);

        Assert.Equal(directory.File("onnx/model.onnx"), model.Info.OnnxFile);
    }

    [Fact]
    public async Task Labels_come_from_the_configuration()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(SentimentModel.EmbeddedDirectory);
        var config = File.ReadAllText(directory.File("config.json"))
            .Replace("\"0\": \"NEGATIVE\"", "\"0\": \"thumbs down\"", StringComparison.Ordinal);
        File.WriteAllText(directory.File("config.json"), config);
        await using var engine = new SentimentEngine(SentimentModel.Load(directory.Path));

        var score = await engine.ScoreAsync("A dreadful, boring waste of money.", TestContext.Current.CancellationToken);

        Assert.Equal("thumbs down", score.Label);
        Assert.Equal(["thumbs down", "POSITIVE"], score.Scores.Keys);
    }
}
