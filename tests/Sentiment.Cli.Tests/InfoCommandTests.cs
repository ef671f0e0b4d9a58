namespace Sentiment.Cli.Tests;

public class InfoCommandTests
{
    [Fact]
    public async Task A_model_is_described_with_its_operators_before_and_after_optimisation()
    {
        using var directory = new TemporaryDirectory();
        var place = SmallModel.Write(directory);

        var (code, output, _) = await CommandLine.RunAsync("", "model", "info", place);

        Assert.Equal(0, code);
        foreach (var part in (string[])["input_ids: int64 [batch, sequence]", "logits: float32", "NEGATIVE, POSITIVE", "70 tokens",
            "2,000 tokens", "opset 17", "Softmax 3", "Erf 3", "Gelu 3"])
            Assert.Contains(part, output, StringComparison.Ordinal);
    }
}
