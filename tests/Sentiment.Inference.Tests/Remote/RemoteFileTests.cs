namespace Sentiment.Inference.Tests;

public sealed class RemoteFileTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))];

    private readonly TemporaryDirectory directory = new();
    private readonly HttpClient http = RemoteFile.CreateClient();

    private string Target => directory.File("file.bin");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_comes_whole_with_its_length_and_hash()
    {
        await using var server = new RawHttpServer(request => RawAnswer.File(request, Content));
        var steps = new List<DownloadProgress>();

        var found = await Remote().DownloadAsync(server.Address, Target, progress: new Steps(steps), cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
        Assert.Equal(Content.Length, found!.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content)), found.Sha256);
        Assert.Equal(new DownloadProgress(Content.Length, Content.Length), steps[^1]);
        Assert.Equal([Target], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_taken_up_where_it_broke()
    {
        await using var server = new RawHttpServer(request => RawAnswer.File(request, Content, most: 120_000));

        await Remote().DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
        Assert.Equal([null, "bytes=120000-", "bytes=240000-"], server.Requests.Select(request => request["Range"]));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_and_asked_for_the_rest()
    {
        var stalled = false;
        await using var server = new RawHttpServer(request =>
        {
            var first = !stalled;
            stalled = true;
            return RawAnswer.File(request, Content, first ? 100_000 : int.MaxValue, stalls: first);
        });

        await Remote(stallTimeout: TimeSpan.FromSeconds(0.5)).DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
    }

    [Fact]
    public async Task What_came_before_giving_up_is_used_by_the_next_call()
    {
        var asked = 0;
        await using var server = new RawHttpServer(
            request => asked++ is 1 or 2 ? RawAnswer.Empty(503) : RawAnswer.File(request, Content, most: 200_000));
        await Assert.ThrowsAsync<DownloadException>(
            () => Remote(attempts: 2).DownloadAsync(server.Address, Target, cancellationToken: Stop));
        Assert.False(File.Exists(Target));
        Assert.Equal(3, server.Requests.Count);

        await Remote(attempts: 1).DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
        Assert.Equal("bytes=200000-", server.Requests.Last()["Range"]);
    }

    [Fact]
    public async Task Attempts_that_bring_the_download_on_do_not_count()
    {
        await using var server = new RawHttpServer(request => RawAnswer.File(request, Content, most: 50_000));

        await Remote(attempts: 1).DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_file_that_changed_in_between_starts_anew()
    {
        var other = Content.Reverse().ToArray();
        var asked = 0;
        await using var server =
            new RawHttpServer(request => asked++ == 0 ? RawAnswer.File(request, Content, most: 100_000) : RawAnswer.File(request, other));

        await Remote().DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(other, await File.ReadAllBytesAsync(Target, Stop));
    }

    [Theory]
    [InlineData("Content-Length: 400000")] // more than comes
    [InlineData("Content-Length: 400000", "Content-Range: bytes 7-300006/300007")]
    public async Task A_length_that_is_not_true_is_an_error_and_leaves_no_file(params string[] lies)
    {
        await using var server = new RawHttpServer(_ => new(lies.Length == 1 ? 200 : 206, lies, Content));

        var error = await Assert.ThrowsAsync<DownloadException>(
            () => Remote(attempts: 2).DownloadAsync(server.Address, Target, cancellationToken: Stop));

        Assert.Contains("2 attempts", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Redirects_are_followed_but_not_for_ever()
    {
        await using var server =
            new RawHttpServer(
                request => request.Path == "/there" ? RawAnswer.File(request, Content)
                    : RawAnswer.Empty(302, $"Location: {(request.Path == "/" ? "/there" : request.Path + "x")}"));

        await Remote().DownloadAsync(server.Address, Target, cancellationToken: Stop);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));

        await Assert.ThrowsAsync<DownloadException>(
            () => Remote(attempts: 1).DownloadAsync(new Uri(server.Address, "/loop"), directory.File("loop"), cancellationToken: Stop));
    }

    [Fact]
    public async Task A_secret_does_not_follow_a_redirect_to_another_server()
    {
        await using var other = new RawHttpServer(request => RawAnswer.File(request, Content));
        await using var server = new RawHttpServer(_ => RawAnswer.Empty(302, $"Location: {new Uri(other.Address, "/there")}"));
        var (secret, none) = (new Dictionary<string, string> { ["X-Secret"] = "key" }, new Dictionary<string, string>());
        var options = new DownloadOptions
        {
            Headers = (address, _) => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(
                address.Authority == server.Address.Authority ? secret : none),
        };

        await new RemoteFile(http, options).DownloadAsync(server.Address, Target, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Stop));
        Assert.Equal("key", Assert.Single(server.Requests)["X-Secret"]);
        Assert.Null(Assert.Single(other.Requests)["X-Secret"]);
    }

    [Theory]
    [InlineData("https://models.example/file", "https://store.example/file", true)]
    [InlineData("https://models.example/file", "http://models.example/file", false)]
    [InlineData("https://models.example/file", "http://127.0.0.1/file", false)]
    [InlineData("https://models.example/file", "file:///etc/passwd", false)]
    [InlineData("http://127.0.0.1/file", "http://127.0.0.1:8080/file", true)]
    [InlineData("http://127.0.0.1/file", "http://models.example/file", false)]
    public void A_redirect_is_followed_only_where_nobody_can_tamper_with_it(string asked, string next, bool isFollowed) =>
        Assert.Equal(isFollowed, RemoteFile.MayFollow(new Uri(asked), new Uri(next)));

    [Fact]
    public async Task A_redirect_that_is_not_followed_is_an_error_that_names_the_host()
    {
        await using var server = new RawHttpServer(_ => RawAnswer.Empty(302, "Location: http://models.example/file"));

        var error = await Assert.ThrowsAsync<DownloadException>(
            () => Remote().DownloadAsync(server.Address, Target, cancellationToken: Stop));

        Assert.Contains("http://models.example", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    public async Task Only_what_may_pass_is_tried_again(int status, int requests)
    {
        await using var server = new RawHttpServer(_ => RawAnswer.Empty(status));

        var error = await Assert.ThrowsAsync<DownloadException>(
            () => Remote(attempts: 3).DownloadAsync(new Uri(server.Address, "/file?secret=key"), Target, cancellationToken: Stop));

        Assert.Equal(requests, server.Requests.Count);
        Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal(status is 403 or 404, error.Missing);
    }

    [Fact]
    public async Task A_caller_that_stops_is_not_kept()
    {
        await using var server = new RawHttpServer(request => RawAnswer.File(request, Content, most: 10, stalls: true));
        using var stop = new CancellationTokenSource();
        var download = Remote().DownloadAsync(server.Address, Target, progress: new Steps([], stop.Cancel), cancellationToken: stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
    }

    public void Dispose()
    {
        http.Dispose();
        directory.Dispose();
    }

    private RemoteFile Remote(int attempts = 5, TimeSpan? stallTimeout = null) =>
        new(http, new DownloadOptions
        {
            Attempts = attempts,
            Pause = TimeSpan.Zero,
            StallTimeout = stallTimeout ?? TimeSpan.FromSeconds(30)
        });

    private sealed class Steps(List<DownloadProgress> steps, Action? then = null) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            steps.Add(value);
            then?.Invoke();
        }
    }
}
