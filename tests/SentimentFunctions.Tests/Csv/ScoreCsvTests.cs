using System.Text.Json;
using Azure.Storage.Blobs;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

public sealed class ScoreCsvTests
{
    private readonly MemoryBlobs blobs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_event_for_a_blob_of_another_container_is_logged_and_scores_nothing(string? name)
    {
        var log = new SeenLog<ScoreCsv>();
        var nowhere = new BlobContainerClient(new Uri("http://127.0.0.1:1/account/scored"));

        var output = await new ScoreCsv(new(), log).RunAsync(
            nowhere.GetBlobClient("blob"), name, nowhere, Stop);
        Assert.Null(output.Parts);
        Assert.Null(output.Summary);
        Assert.Contains("ReviewContainer", Assert.Single(log.Lines));
    }

    [Theory]
    [InlineData("a.csv.summary.json")]
    [InlineData("a.csv.progress.jsonl")]
    [InlineData("a.csv.gz.csv")]
    [InlineData("a.csv.0123456789abcdef01234567.unpacked")]
    public async Task A_file_with_the_name_of_an_output_is_refused_and_the_outputs_of_other_files_stay(string name)
    {
        blobs.Put($"scored/{name}", "of another file");
        blobs.Put($"scored/{name}.progress.jsonl", "of another file, too");
        blobs.Put($"reviews/{name}", "text\ngood\n");

        var output = await PlanAsync(name);

        Assert.Null(output.Parts);
        Assert.Equal("refused", JsonElement.Parse(output.Summary!).GetProperty("state").GetString());
        Assert.Equal(output.Summary, blobs.Text($"scored/{name}.summary.json"));
        Assert.Equal("of another file", blobs.Text($"scored/{name}"));
        Assert.Equal("of another file, too", blobs.Text($"scored/{name}.progress.jsonl"));
    }

    [Fact]
    public async Task A_refused_file_loses_the_output_of_its_earlier_version()
    {
        blobs.Put("scored/a.csv", "an earlier version");
        blobs.Put("reviews/a.csv", "a,b\n1,2\n");

        await PlanAsync("a.csv");

        Assert.Equal(["reviews/a.csv", "scored/a.csv.summary.json"], blobs.Names);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", true)]
    [InlineData("text\n\"good\n", true)]
    [InlineData("{\\rtf1 good}", false)]
    public async Task A_problem_that_metadata_would_solve_says_that_the_file_must_be_uploaded_again(string file, bool isAdvised)
    {
        blobs.Put("reviews/a.csv", file);

        var summary = JsonElement.Parse((await PlanAsync("a.csv")).Summary!);

        Assert.Equal(
            isAdvised, summary.GetProperty("problem").GetString()!.Contains("upload the file again with them", StringComparison.Ordinal));
    }

    /// <summary>What the function does for the event of a file.</summary>
    private Task<ScoreCsvOutput> PlanAsync(string name) =>
        new ScoreCsv(new(), new SeenLog<ScoreCsv>()).RunAsync(blobs.Reviews.GetBlobClient(name), name, blobs.Scored, Stop);
}
