namespace Sentiment.Cli.Tests;

public class TokenizeCommandTests
{
    [Fact]
    public async Task Each_line_is_answered_with_its_ids()
    {
        var (code, output, _) = await CommandLine.RunAsync("{\"text\":\"[MASK]\"}\n\n{\"text\":\"\",\"other\":1}\n", "tokenize");

        Assert.Equal(0, code);
        Assert.Equal(["{\"text\":\"[MASK]\",\"ids\":[2,4,3]}", "{\"text\":\"\",\"ids\":[2,3]}"], output.Lines());
    }

    [Fact]
    public async Task A_vocabulary_alone_is_enough()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllLinesAsync(directory.File("vocab.txt"), ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "good"],
            TestContext.Current.CancellationToken);

        var (_, output, _) = await CommandLine.RunAsync("{\"text\":\"GOOD bad\"}", "tokenize", "--model", directory.Path);

        Assert.Equal(["{\"text\":\"GOOD bad\",\"ids\":[0,4,2,1]}"], output.Lines());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"text\":null}")]
    [InlineData("{\"text\":5}")]
    public async Task A_line_that_cannot_be_read_is_named_by_its_number(string line)
    {
        var (code, _, error) = await CommandLine.RunAsync("{\"text\":\"fine\"}\n" + line, "tokenize");

        Assert.Equal(1, code);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
    }
}
