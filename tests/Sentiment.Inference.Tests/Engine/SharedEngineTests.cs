namespace Sentiment.Inference.Tests;

public class SharedEngineTests
{
    [Fact]
    public async Task All_callers_share_the_engine_with_the_embedded_model_and_options_come_too_late_then()
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
    public void A_setting_that_makes_no_sense_is_named(string setting, int batchTokens, int queueTexts)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new InferenceOptions { BatchTokens = batchTokens, QueueTexts = queueTexts }.Validate());
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_model_setting_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceOptions { Model = " " }.Validate());
        Assert.Contains("Model", error.Message, StringComparison.Ordinal);
    }
}
