using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

public sealed class ScoreCsvTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly TestBlobs blobs = new(azurite);

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
        Assert.Null(output.Summaries);
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
        var summary = Assert.Single(output.Summaries!);
        Assert.Equal("refused", JsonElement.Parse(summary).GetProperty("state").GetString());
        Assert.Equal(summary, blobs.Text($"scored/{name}.summary.json"));
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

        var summary = JsonElement.Parse((await PlanAsync("a.csv")).Summaries![0]);

        Assert.Equal(
            isAdvised, summary.GetProperty("problem").GetString()!.Contains("upload the file again with them", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text\ngood\n", "PUT ", ".unpacked blocklist")]
    [InlineData("a,b\n1,2\n", "GET ", ".unpacked")]
    public async Task A_version_that_is_overwritten_while_it_is_unpacked_leaves_the_next_version_alone(
        string file, string begins, string ends)
    {
        const string Progress = "scored/a.csv.gz.progress.jsonl";
        blobs.Put("reviews/a.csv.gz", Packed(file));
        var (begun, next) = ("", (ScoreCsvOutput?)null);
        blobs.Before = async request =>
        {
            if (!request.StartsWith(begins, StringComparison.Ordinal) || !request.EndsWith(ends, StringComparison.Ordinal))
                return;
            blobs.Before = null;
            blobs.Put("reviews/a.csv.gz", Packed("text\nbad\n"));
            next = await PlanAsync("a.csv.gz");
            begun = blobs.Text(Progress);
        };

        var output = await PlanAsync("a.csv.gz");

        Assert.Single(next!.Parts!);
        Assert.Equal((null, null), (output.Parts, output.Summaries));
        Assert.Equal(begun, blobs.Text(Progress));
        Assert.Single(blobs.Names, name => name.EndsWith(".unpacked", StringComparison.Ordinal));
        Assert.DoesNotContain("scored/a.csv.gz.summary.json", blobs.Names);
    }

    [Fact]
    public async Task Two_functions_can_unpack_the_same_version_at_the_same_time()
    {
        Put("a.csv.gz", "text\ngood\n");
        ScoreCsvOutput? other = null;
        blobs.Once(".unpacked blocklist", async () => other = await PlanAsync("a.csv.gz"));

        await PlanAsync("a.csv.gz");

        var part = Assert.Single(other!.Parts!);
        var output = await new ScoreCsvPart(new(), new SeenLog<ScoreCsvPart>()).RunAsync(
            [part], blobs.Reviews, blobs.Scored, TestInvocation.Delivered(1), Stop);
        Assert.Single(output.Summaries!);
        Assert.Equal(["reviews/a.csv.gz", "scored/a.csv.gz.csv", "scored/a.csv.gz.summary.json"], blobs.Names);
    }

    [Fact]
    public async Task A_function_that_fails_while_it_unpacks_a_file_leaves_nothing_of_it()
    {
        Put("a.csv.gz", "text\ngood\n");
        blobs.Once(".unpacked blocklist", () => throw new HttpRequestException("no network"));

        await Assert.ThrowsAnyAsync<Exception>(() => PlanAsync("a.csv.gz"));

        Assert.Equal(["reviews/a.csv.gz"], blobs.Names);
    }

    [Theory]
    [InlineData("a.csv", "GET reviews/a.csv")]
    [InlineData("a.csv.gz", ".unpacked blocklist")]
    public async Task Metadata_that_are_set_while_a_file_is_read_are_used(string name, string moment)
    {
        Put(name, "a,b\n1,good\n");
        blobs.Once(moment, () => blobs.SetMetadata($"reviews/{name}", "textColumn", "b"));

        var output = await PlanAsync(name);

        Assert.Single(output.Parts!);
        Assert.DoesNotContain($"scored/{name}.summary.json", blobs.Names);
    }

    [Theory]
    [InlineData("a.csv", "GET reviews/a.csv", "text\nfine\n")]
    [InlineData("a.csv", "GET reviews/a.csv", "text\ngood\nbad\n")]
    [InlineData("a.csv.gz", ".unpacked blocklist", "text\ngood\nbad\n")]
    public async Task A_file_that_is_overwritten_while_it_is_read_is_left_to_the_event_of_its_new_version(
        string name, string moment, string next)
    {
        Put(name, "text\ngood\n");
        blobs.Once(moment, () => Put(name, next));

        var output = await PlanAsync(name);

        Assert.Equal((null, null), (output.Parts, output.Summaries));
        Assert.Equal([$"reviews/{name}"], blobs.Names);
        Assert.Single((await PlanAsync(name)).Parts!);
    }

    [Fact]
    public async Task A_file_that_changes_whenever_it_is_read_is_tried_again()
    {
        blobs.Put("reviews/a.csv", "text\ngood\n");
        var changes = 0;
        blobs.Before = request =>
        {
            if (request == "GET reviews/a.csv")
                blobs.SetMetadata("reviews/a.csv", "change", $"{++changes}");
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<IOException>(() => PlanAsync("a.csv"));

        Assert.Equal(["reviews/a.csv"], blobs.Names);
        blobs.Before = null;
        Assert.Single((await PlanAsync("a.csv")).Parts!);
    }

    [Fact]
    public async Task A_file_whose_progress_another_function_begins_at_the_same_time_is_tried_again()
    {
        blobs.Put("reviews/other.csv", "text\ngood\n");
        await PlanAsync("other.csv");
        var other = blobs.Text("scored/other.csv.progress.jsonl");
        blobs.Put("reviews/a.csv", "text\nbad\n");
        blobs.Once("PUT scored/a.csv.progress.jsonl", () => blobs.Append("scored/a.csv.progress.jsonl", other));

        await Assert.ThrowsAsync<RequestFailedException>(() => PlanAsync("a.csv"));

        Assert.Equal(other, blobs.Text("scored/a.csv.progress.jsonl"));
        Assert.Single((await PlanAsync("a.csv")).Parts!);
        Assert.NotEqual(other, blobs.Text("scored/a.csv.progress.jsonl"));
    }

    [Fact]
    public async Task A_progress_without_a_plan_is_begun_again()
    {
        blobs.Put("reviews/a.csv", "text\ngood\n");
        blobs.Append("scored/a.csv.progress.jsonl", "");

        Assert.Single((await PlanAsync("a.csv")).Parts!);
        Assert.NotEmpty(blobs.Text("scored/a.csv.progress.jsonl"));
    }

    [Fact]
    public async Task A_file_that_was_deleted_before_it_is_read_is_not_scored()
    {
        var output = await PlanAsync("a.csv");

        Assert.Equal((null, null), (output.Parts, output.Summaries));
        Assert.Empty(blobs.Names);
    }

    /// <summary>Uploads a file, compressed if its name says so.</summary>
    private void Put(string name, string text) =>
        blobs.Put($"reviews/{name}", name.EndsWith(".gz", StringComparison.Ordinal) ? Packed(text) : Encoding.UTF8.GetBytes(text));

    private static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>What the function does for the event of a file.</summary>
    private Task<ScoreCsvOutput> PlanAsync(string name) =>
        new ScoreCsv(new(), new SeenLog<ScoreCsv>()).RunAsync(blobs.Reviews.GetBlobClient(name), name, blobs.Scored, Stop);
}
