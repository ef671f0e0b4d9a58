using Azure.Storage.Blobs;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

public sealed class ScoreCsvTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_event_for_a_blob_of_another_container_is_told_and_scores_nothing(string? name)
    {
        var log = new SeenLog<ScoreCsv>();
        var nowhere = new BlobContainerClient(new Uri("http://127.0.0.1:1/account/scored"));

        Assert.Null(await new ScoreCsv(new(), log).RunAsync(Stream.Null, name, nowhere, new TestInvocation(),
            TestContext.Current.CancellationToken));
        Assert.Contains("ReviewContainer", Assert.Single(log.Lines));
    }
}
