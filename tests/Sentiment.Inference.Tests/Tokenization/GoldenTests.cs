namespace Sentiment.Inference.Tests;

public class GoldenTests
{
    [Theory]
    [InlineData("sentiment-small", "small.jsonl")]
    [InlineData("sentiment-tiny", "tiny.jsonl")]
    public void An_embedded_vocabulary_gives_the_ids_of_Hugging_Face(string model, string vectors)
    {
        var tokenizer = SentimentModel.LoadTokenizer(model).Tokenizer;
        var file = Path.Combine(AppContext.BaseDirectory, "Golden", vectors);

        Assert.Empty(GoldenVectors.Mismatches(file, tokenizer, int.MaxValue, out var count));
        Assert.True(count >= 700);
    }

    [Fact]
    public void The_original_vocabulary_gives_the_ids_of_Hugging_Face()
    {
        var file = Repository.At("..", "shared", "golden", "visible.jsonl");
        Assert.SkipUnless(File.Exists(file), "../shared/golden does not exist; the committed vectors are still tested.");
        var tokenizer = new SentimentTokenizer(Path.Combine(Path.GetDirectoryName(file)!, "vocab.txt"));

        Assert.Empty(GoldenVectors.Mismatches(file, tokenizer, 512, out var count));
        Assert.Equal(1200, count);
    }
}
