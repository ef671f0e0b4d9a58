using System.IO.Compression;

namespace EndToEnd.Tests;

/// <summary>The samples do what the README says.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private static readonly string Folder = Repository.At("samples");

    private RunningHost host = null!;

    public async ValueTask InitializeAsync() =>
        host = await RunningHost.StartAsync(("ReviewContainer", "reviews"), ("ScoredContainer", "scored"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_sample_prints_the_score_of_what_it_was_given()
    {
        var queues = new Queues(host);
        await queues.SendAsync("scored-reviews", Enumerable.Range(0, 12).Select(i => ($"other-{i}", $"{{\"messageId\":\"other-{i}\"}}")));
        Assert.Contains("\"label\": \"NEGATIVE\"", await SampleProgram.RunAsync("queue.cs", "The soup was cold.", host.ServiceBus));
        Assert.Contains("label: 'POSITIVE'",
            await new NodePackage(Folder).RunAsync(TimeSpan.FromMinutes(1), "queue.mjs", "The soup was lovely.", host.ServiceBus));

        Assert.Equal(12, (await queues.PeekAsync("scored-reviews")).Count); // The results of others are still there.
        Assert.Empty(await queues.PeekAsync("scored-reviews/$DeadLetterQueue"));

        var file = await SampleProgram.RunAsync("csv.cs", Path.Combine(Folder, "reviews.csv"), host.Storage);
        Assert.Contains("sentiment_label", file);
        Assert.Contains("\"failed\":1", file.Replace(" ", "")); // the row without a text

        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("reviews.csv"), "text\nawful\n", TestContext.Current.CancellationToken);
        var next = await SampleProgram.RunAsync("csv.cs", directory.File("reviews.csv"), host.Storage);
        Assert.Contains("awful,NEGATIVE", next); // not the result of the earlier version
    }

    [Fact]
    public async Task The_sample_for_files_says_why_a_file_is_refused_and_shows_the_output_of_a_compressed_one()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("numbers.csv"), "a,b\n1,2\n", TestContext.Current.CancellationToken);
        await using (var packed = new GZipStream(File.Create(directory.File("packed.csv.gz")), CompressionLevel.Fastest))
            await packed.WriteAsync("text\nawful\n"u8.ToArray(), TestContext.Current.CancellationToken);

        var refused = await SampleProgram.FailAsync("csv.cs", directory.File("numbers.csv"), host.Storage);
        Assert.Contains("numbers.csv was not scored. No column is known to hold the text", refused);
        Assert.DoesNotContain("Unhandled exception", refused);
        Assert.Contains("awful,NEGATIVE", await SampleProgram.RunAsync("csv.cs", directory.File("packed.csv.gz"), host.Storage));
    }
}
