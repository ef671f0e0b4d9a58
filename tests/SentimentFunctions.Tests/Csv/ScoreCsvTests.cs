using Azure.Storage.Blobs;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

public sealed class ScoreCsvTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_event_for_a_blob_of_another_container_is_logged_and_scores_nothing(string? name)
    {
        var log = new SeenLog<ScoreCsv>();
        var nowhere = new BlobContainerClient(new Uri("http://127.0.0.1:1/account/scored"));

        var output = await new ScoreCsv(new(), log).RunAsync(
            nowhere.GetBlobClient("blob"), name, nowhere, TestContext.Current.CancellationToken);
        Assert.Null(output.Parts);
        Assert.Null(output.Summary);
        Assert.Contains("ReviewContainer", Assert.Single(log.Lines));
    }
}
