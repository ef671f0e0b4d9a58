using Sentiment.Inference;
using SentimentFunctions.Http;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Http;

/// <summary>While the model cannot be loaded, every caller is told, but the log only now and then.</summary>
public class UnavailableTests
{
    [Fact]
    public void The_reason_is_logged_once_however_many_calls_fail()
    {
        var (outage, log) = (new ModelOutage(), new SeenLog());

        var problems = Enumerable.Range(0, 100).Select(_ => outage.Answer(
            new ModelLoadException("model", "model.onnx", "the file is missing.", "Copy it there."), log)).ToList();

        Assert.All(problems, problem => Assert.Equal("model_unavailable", problem.Code));
        Assert.Single(log.Lines);
    }
}
