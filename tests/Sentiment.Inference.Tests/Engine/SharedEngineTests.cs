namespace Sentiment.Inference.Tests;

public class SharedEngineTests
{
    [Fact]
    public async Task All_callers_share_one_engine_and_later_options_are_refused()
    {
        var stop = TestContext.Current.CancellationToken;
        var engines = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await SharedEngine.GetAsync(stop), stop)));

        Assert.Single(engines.Distinct());
        Assert.Equal("sentiment-small", engines[0].Model.Name);
        Assert.Throws<InvalidOperationException>(() => SharedEngine.Configure(new()));
    }

    [Theory]
    [InlineData("BatchTokens", 0, 1)]
    [InlineData("QueueTexts", 1, 0)]
    public void An_invalid_setting_is_named_in_the_error(string setting, int batchTokens, int queueTexts)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new InferenceOptions { BatchTokens = batchTokens, QueueTexts = queueTexts }.Validate());
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_model_setting_is_named_in_the_error()
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceOptions { Model = " " }.Validate());
        Assert.Contains("Model", error.Message, StringComparison.Ordinal);
    }
}
