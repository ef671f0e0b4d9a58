using System.Diagnostics;

namespace Sentiment.Inference.Tests;

public class ModelLoadTests
{
    [Theory]
    [InlineData("sentiment-small")]
    [InlineData("sentiment-tiny")]
    public void An_embedded_model_is_chosen_by_its_name(string name)
    {
        using var model = SentimentModel.Load(name);

        Assert.Equal(["NEGATIVE", "POSITIVE"], model.Info.Labels);
        Assert.Equal(name, model.Info.Name);
        Assert.Contains(name, SentimentModel.EmbeddedNames);
        Assert.True(model.Info.MaxTokens >= 64);
        Assert.Matches("^[0-9a-f]{64}$", model.Info.Sha256);
    }

    [Fact]
    public void Hash_and_size_that_were_read_once_stay_when_the_file_is_gone()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        using var model = SentimentModel.Load(directory.Path);
        var (sha256, bytes) = (model.Info.Sha256, model.Info.Bytes);

        File.Delete(directory.File("model.onnx"));

        Assert.Equal((sha256, bytes), (model.Info.Sha256, model.Info.Bytes));
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("vocab.txt")]
    [InlineData("config.json")]
    public void A_missing_file_is_reported_with_its_directory(string file)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
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
    [InlineData("config.json", """{"id2label":{"zero":"A","one":"B"},"max_position_embeddings":64}""")]
    [InlineData("config.json", """{"id2label":{"-1":"A","0":"B"},"max_position_embeddings":64}""")]
    [InlineData("config.json", """{"id2label":{"0":"A","00":"B"},"max_position_embeddings":64}""")]
    [InlineData("config.json", """{"id2label":{"0":"A","99999999999":"B"},"max_position_embeddings":64}""")]
    [InlineData("config.json", """{"id2label":{"0":"Undecided","1":"B"},"max_position_embeddings":64}""")]
    [InlineData("tokenizer_config.json", "null")]
    [InlineData("tokenizer_config.json", """{"do_lower_case":"yes"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":["BertTokenizer"]}""")]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder":{"7":{"content":"[PRODUCT]"}}}""")]
    public void A_broken_file_is_a_load_error_that_names_the_directory(string file, string content)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        File.WriteAllText(directory.File(file), content);

        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(directory.Path));

        Assert.Contains(directory.Path, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.File);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sentiment-tiny")]
    public async Task A_load_that_is_cancelled_before_it_begins_loads_nothing(string? model) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SentimentEngine.LoadAsync(new() { Model = model }, new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_load_does_not_block_its_caller()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no mkfifo.");
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        var (pipe, stop) = (directory.File("config.json"), TestContext.Current.CancellationToken);
        var config = await File.ReadAllBytesAsync(pipe, stop);
        File.Delete(pipe);
        using (var make = Process.Start("mkfifo", [pipe])) await make.WaitForExitAsync(stop);

        // The load waits where it opens the pipe, until the writer below opens it, too.
        var loading = await Task.Factory.StartNew(
            () => SentimentEngine.LoadAsync(new() { Model = directory.Path }, stop),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromMinutes(1), stop);
        Assert.False(loading.IsCompleted);

        var writing = Task.Run(
            () =>
            {
                using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                writer.Write(config);
            },
            stop);
        await using var engine = await loading;
        await writing;
        Assert.Equal(["NEGATIVE", "POSITIVE"], engine.Model.Labels);
    }

    [Fact]
    public void A_model_in_the_onnx_folder_is_found()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        Directory.CreateDirectory(directory.File("onnx"));
        File.Move(directory.File("model.onnx"), directory.File("onnx/model.onnx"));

        using var model = SentimentModel.Load(directory.Path);

        Assert.Equal(directory.File("onnx/model.onnx"), model.Info.OnnxFile);
    }

    [Fact]
    public void Without_tokenizer_config_a_model_is_read_as_BERT_uncased()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        File.Delete(directory.File("tokenizer_config.json"));

        using var model = SentimentModel.Load(directory.Path);

        using var complete = SentimentModel.Load(TestModel.Directory);
        Assert.Equal(complete.Logits(["Très GOOD!"])[0], model.Logits(["Très GOOD!"])[0]);
    }

    [Theory]
    [InlineData("model_quantized.onnx")]
    [InlineData("onnx/model_fp16.onnx")]
    public void An_ONNX_file_is_chosen_by_its_path(string file)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        Directory.CreateDirectory(directory.File("onnx"));
        File.Move(directory.File("model.onnx"), directory.File(file));

        using var model = SentimentModel.Load(directory.File(file));

        Assert.Equal(directory.File(file), model.Info.OnnxFile);
        Assert.Equal(directory.Path, model.Info.Directory);
        Assert.Equal(Path.GetFileName(directory.Path), model.Info.Name);
    }

    [Fact]
    public void Files_that_could_be_chosen_are_named_when_the_usual_one_is_missing()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        Directory.CreateDirectory(directory.File("onnx"));
        File.Move(directory.File("model.onnx"), directory.File("onnx/model_quantized.onnx"));

        foreach (var place in new[] { directory.Path, directory.File("model_int8.onnx") })
        {
            var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(place));
            Assert.EndsWith($"set the option Model to its path: {directory.File("onnx/model_quantized.onnx")}.", error.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Labels_come_from_the_configuration()
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        var config = File.ReadAllText(directory.File("config.json"))
            .Replace("\"0\": \"NEGATIVE\"", "\"0\": \"thumbs down\"", StringComparison.Ordinal);
        File.WriteAllText(directory.File("config.json"), config);
        await using var engine = new SentimentEngine(SentimentModel.Load(directory.Path));

        var score = await engine.ScoreAsync("A dreadful, boring waste of money.", TestContext.Current.CancellationToken);

        Assert.Equal("thumbs down", score.Label);
        Assert.Equal(["thumbs down", "POSITIVE"], score.Scores.Keys);
    }
}
