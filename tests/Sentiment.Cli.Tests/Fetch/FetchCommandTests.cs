using System.Collections.Concurrent;
using Sentiment.Cli.Fetch;
using Sentiment.Inference;
using Sentiment.Inference.Tests;

namespace Sentiment.Cli.Tests;

public sealed class FetchCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ConcurrentDictionary<string, byte[]> files = new(
        Directory.GetFiles(TestModel.Directory)
        .ToDictionary(file => "/mirror/" + (file.EndsWith(".onnx", StringComparison.Ordinal) ? "onnx/" : "") + Path.GetFileName(file),
            File.ReadAllBytes));

    private string Target => directory.File("model");

    [Fact]
    public async Task A_model_is_fetched_locked_and_can_be_scored_with()
    {
        await using var server = Serve();
        var (code, output, error) = await FetchAsync(server);

        Assert.True(code == 0, error);
        Assert.Contains("fetched", output, StringComparison.Ordinal);
        Assert.Contains("onnx/model.onnx",
            await File.ReadAllTextAsync(Path.Combine(Target, "model.lock.json"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("", "score", "--model", Target, "fine")).Code);
        Assert.Equal([Target], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Fetching_again_verifies_and_downloads_nothing()
    {
        await using var server = Serve();
        await FetchAsync(server);
        var requests = server.Requests.Count;

        var (code, output, _) = await FetchAsync(server);

        Assert.Equal(0, code);
        Assert.EndsWith("all files exist and are unchanged", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task An_address_that_was_not_asked_because_all_files_are_there_is_named()
    {
        await using var server = Serve();
        await FetchAsync(server);
        var requests = server.Requests.Count;
        var other = new Uri(server.Address, "another-model").ToString();

        var (code, output, _) = await CommandLine.RunAsync("", "model", "fetch", Target, "--source", other);

        Assert.Equal(0, code);
        Assert.Contains($"fetched from {new Uri(server.Address, "mirror")}; {other} was not asked", output, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_file_that_was_damaged_or_lost_is_fetched_again()
    {
        await using var server = Serve();
        await FetchAsync(server);
        await File.WriteAllTextAsync(Path.Combine(Target, "onnx/model.onnx"), "damaged", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(Target, "vocab.txt"));

        var (code, output, _) = await FetchAsync(server);

        Assert.Equal(0, code);
        Assert.Contains("fetched vocab.txt, onnx/model.onnx", output, StringComparison.Ordinal);
        Assert.Equal(files["/mirror/onnx/model.onnx"],
            await File.ReadAllBytesAsync(Path.Combine(Target, "onnx/model.onnx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_differs_from_the_lock_is_refused_and_changes_nothing()
    {
        await using var server = Serve();
        await FetchAsync(server);
        File.Delete(Path.Combine(Target, "vocab.txt"));
        files["/mirror/vocab.txt"] = "tampered"u8.ToArray();

        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains("vocab.txt", error, StringComparison.Ordinal);
        Assert.Contains("model.lock.json", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Target, "vocab.txt")));
    }

    [Fact]
    public async Task A_mirror_that_breaks_off_again_and_again_still_gives_the_whole_model()
    {
        await using var server = new RawHttpServer(request => files.TryGetValue(request.Path, out var content)
            ? RawAnswer.File(request, content, most: 4_000_000) : RawAnswer.Empty(404));
        var (code, _, error) = await FetchAsync(server);

        Assert.True(code == 0, error);
        Assert.Contains(server.Requests, request => request["Range"] is not null);
        Assert.Equal(files["/mirror/onnx/model.onnx"],
            await File.ReadAllBytesAsync(Path.Combine(Target, "onnx/model.onnx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_fetch_that_gives_up_says_that_the_next_one_continues()
    {
        await using var server = new RawHttpServer(request =>
            request.Path.EndsWith(".onnx", StringComparison.Ordinal) ? RawAnswer.Empty(503) : RawAnswer.File(request, files[request.Path]));
        using var http = RemoteFile.CreateClient();
        var fetcher = new ModelFetcher(new RemoteFile(http, new DownloadOptions { Attempts = 1 }), _ => new Progress<DownloadProgress>());

        var error = await Assert.ThrowsAsync<CliException>(
            () => fetcher.FetchAsync(new Uri(server.Address, "mirror"), Target, TestContext.Current.CancellationToken));

        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.Contains("The next fetch continues", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_of_the_model_needs_a_directory_of_its_own()
    {
        await using var server = Serve();
        await FetchAsync(server);
        var other = new Uri(server.Address, "mirror/onnx/model_quantized.onnx").ToString();

        var (code, _, error) = await CommandLine.RunAsync("", "model", "fetch", Target, "--source", other);

        Assert.Equal(1, code);
        Assert.Contains("model_quantized.onnx", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"source":"x","files":[{"path":"../model.onnx","bytes":1,"sha256":"0"}]}""")]
    public async Task A_lock_that_does_not_name_the_files_of_a_model_is_refused(string content)
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "model.lock.json"), content, TestContext.Current.CancellationToken);
        await using var server = Serve();

        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains("model.lock.json cannot be read", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("model.onnx")]
    public async Task A_file_of_another_model_is_not_mixed_with_the_fetched_ones(string left)
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, left), "of another model", TestContext.Current.CancellationToken);
        await using var server = Serve();

        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains($"{Target} has a file {left}", error, StringComparison.Ordinal);
        Assert.Equal([left], Directory.GetFiles(Target).Select(Path.GetFileName));

        var requests = server.Requests.Count;
        File.Delete(Path.Combine(Target, left));
        Assert.Equal(0, (await FetchAsync(server)).Code);
        Assert.Single(server.Requests.Take(requests), request => request.Path == "/mirror/onnx/model.onnx");
        Assert.DoesNotContain(server.Requests.Skip(requests), request => request.Path == "/mirror/onnx/model.onnx");
    }

    [Fact]
    public async Task A_file_of_a_model_that_was_not_fetched_is_not_replaced()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "vocab.txt"), "of a trained model", TestContext.Current.CancellationToken);
        await using var server = Serve();

        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains($"{Target} has another vocab.txt", error, StringComparison.Ordinal);
        Assert.Equal("of a trained model",
            await File.ReadAllTextAsync(Path.Combine(Target, "vocab.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(["vocab.txt"], Directory.GetFiles(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_without_a_lock_that_are_those_of_the_source_are_locked()
    {
        await using var server = Serve();
        await FetchAsync(server);
        File.Delete(Path.Combine(Target, "model.lock.json"));

        var (code, _, error) = await FetchAsync(server);

        Assert.True(code == 0, error);
        Assert.True(File.Exists(Path.Combine(Target, "model.lock.json")));
    }

    [Fact]
    public async Task A_download_that_is_not_a_model_is_deleted()
    {
        files["/mirror/onnx/model.onnx"] = "<html>please log in</html>"u8.ToArray();
        await using var server = Serve();

        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains("was deleted", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_missing_file_is_named_and_the_others_are_kept_for_the_next_fetch()
    {
        files.TryRemove("/mirror/vocab.txt", out var vocabulary);
        await using var server = Serve();
        var (code, _, error) = await FetchAsync(server);

        Assert.Equal(1, code);
        Assert.Contains("/mirror/vocab.txt: the server answers 404", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));

        files["/mirror/vocab.txt"] = vocabulary!;
        Assert.Equal(0, (await FetchAsync(server)).Code);
        Assert.Single(server.Requests, request => request.Path == "/mirror/config.json");
    }

    [Fact]
    public async Task A_source_that_is_not_an_https_address_is_refused()
    {
        var (code, _, error) = await CommandLine.RunAsync("", "model", "fetch", Target, "--source", "http://example.org/model");

        Assert.Equal(1, code);
        Assert.Contains("https", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_with_a_password_is_refused()
    {
        var (code, _, error) = await CommandLine.RunAsync("", "model", "fetch", Target, "--source", "https://me:hf_123@example.org/model");

        Assert.Equal(1, code);
        Assert.Contains("--source is an address with a user name or a password", error, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private RawHttpServer Serve() =>
        new(request => files.TryGetValue(request.Path, out var content) ? RawAnswer.File(request, content) : RawAnswer.Empty(404));

    private Task<(int Code, string Out, string Error)> FetchAsync(RawHttpServer server) =>
        CommandLine.RunAsync("", "model", "fetch", Target, "--source", new Uri(server.Address, "mirror").ToString());
}
