using System.Collections.Concurrent;

namespace Sentiment.Inference.Tests;

public sealed class DownloadCacheTests : IDisposable
{
    private readonly TemporaryDirectory root = new();
    private readonly HttpClient http = RemoteFile.CreateClient();
    private readonly ConcurrentDictionary<string, byte[]> files = new(
        Directory.GetFiles(TestModel.Directory)
        .ToDictionary(file => "/models/small/" + Path.GetFileName(file), File.ReadAllBytes));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_from_an_address_scores_like_the_one_on_disk_and_is_named_by_the_address()
    {
        await using var server = Serve();
        var options = new InferenceOptions { Model = new Uri(server.Address, "models/small").ToString(), ModelCache = root.Path };

        using var model = await ModelSource.LoadAsync(options, Stop);

        using var local = SentimentModel.Load(TestModel.Directory);
        Assert.Equal("small", model.Info.Name);
        Assert.Equal(local.Info.Sha256, model.Info.Sha256);
        Assert.Equal(local.Logits(["fine"])[0], model.Logits(["fine"])[0]);
    }

    [Fact]
    public async Task The_second_start_downloads_nothing()
    {
        await using var server = Serve();
        var first = await Cache().GetAsync(Address(server), Stop);
        var downloaded = server.Requests.Count;

        var second = await Cache().GetAsync(Address(server), Stop);

        Assert.Equal(first, second);
        Assert.Equal(4, downloaded);
        Assert.Equal([304, 304, 304, 304], server.Requests.Skip(downloaded).Select(request => request.Status));
        Assert.Empty(Directory.GetDirectories(root.Path, "staging-*"));
    }

    [Fact]
    public async Task The_second_start_downloads_nothing_if_ordinal_order_and_that_of_the_culture_differ()
    {
        files.TryRemove("/models/small/vocab.txt", out _);
        files["/models/small/tokenizer.json"] = "{}"u8.ToArray(); // before tokenizer_config.json in ordinal order only
        await using var server = Serve();
        var first = await Cache().GetAsync(Address(server), Stop);
        var downloaded = server.Requests.Count;

        var second = await Cache().GetAsync(Address(server), Stop);

        Assert.Equal(first, second);
        Assert.Equal(4, server.Requests.Skip(downloaded).Count(request => request.Status == 304));
        Assert.Equal(404, Assert.Single(server.Requests.Skip(downloaded), request => request.Status != 304).Status); // vocab.txt
    }

    [Fact]
    public async Task A_changed_model_gets_a_directory_of_its_own()
    {
        await using var server = Serve();
        var before = await Cache().GetAsync(Address(server), Stop);
        files["/models/small/vocab.txt"] = [.. files["/models/small/vocab.txt"], .. "zyzzyva\n"u8];

        var after = await Cache().GetAsync(Address(server), Stop);

        Assert.NotEqual(before, after);
        Assert.EndsWith("zyzzyva", (await File.ReadAllTextAsync(Path.Combine(after, "vocab.txt"), Stop)).TrimEnd(),
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(before, "model.onnx")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cached_file_that_was_damaged_is_downloaded_again(bool sameLength)
    {
        await using var server = Serve();
        var directory = await Cache().GetAsync(Address(server), Stop);
        var onnx = Path.Combine(directory, "model.onnx");
        await File.WriteAllBytesAsync(onnx, new byte[sameLength ? new FileInfo(onnx).Length : 7], Stop);

        Assert.Equal(directory, await Cache().GetAsync(Address(server), Stop));
        Assert.Equal(files["/models/small/model.onnx"], await File.ReadAllBytesAsync(onnx, Stop));
    }

    [Fact]
    public async Task A_cached_file_that_was_not_written_since_the_last_check_is_not_read_again()
    {
        await using var server = Serve();
        var onnx = Path.Combine(await Cache().GetAsync(Address(server), Stop), "model.onnx");
        var written = File.GetLastWriteTimeUtc(onnx);
        var other = new byte[new FileInfo(onnx).Length];
        await File.WriteAllBytesAsync(onnx, other, Stop);
        File.SetLastWriteTimeUtc(onnx, written.AddSeconds(-10)); // Nobody does that: it shows that the file is not read.

        await Cache().GetAsync(Address(server), Stop);

        Assert.Equal(other, await File.ReadAllBytesAsync(onnx, Stop));
    }

    [Fact]
    public async Task Workers_that_start_at_once_all_get_the_whole_model()
    {
        await using var server = Serve();

        var directories = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Cache().GetAsync(Address(server), Stop), Stop)));

        using var model = SentimentModel.Load(Assert.Single(directories.Distinct()));
        Assert.Equal(2, model.Logits(["fine"])[0].Length);
        Assert.Empty(Directory.GetDirectories(root.Path, "staging-*"));
    }

    [Fact]
    public async Task Workers_that_start_at_once_do_not_delete_what_another_one_loads()
    {
        await using var server = Serve();
        for (var round = 0; round < 5; round++)
        {
            var (place, vocabulary) = (root.File($"round-{round}"), files["/models/small/vocab.txt"]);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
                async () =>
                {
                    var directory = await Cache(place).GetAsync(Address(server), Stop);
                    for (var i = 0; i < 10; i++)
                    {
                        Assert.Equal(vocabulary, await File.ReadAllBytesAsync(Path.Combine(directory, "vocab.txt"), Stop));
                        await Task.Delay(1, Stop);
                    }
                }, Stop)));
        }
    }

    [Fact]
    public async Task The_model_may_lie_in_the_onnx_folder_and_the_key_goes_with_each_file()
    {
        files.TryRemove("/models/small/model.onnx", out var onnx);
        files["/models/small/onnx/model.onnx"] = onnx!;
        await using var server = Serve();

        var directory = await Cache().GetAsync(new Uri(server.Address, "models/small/?sig=key"), Stop);

        Assert.True(File.Exists(Path.Combine(directory, "model.onnx")));
        Assert.All(server.Requests, request => Assert.EndsWith("?sig=key", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ONNX_file_is_chosen_by_its_address()
    {
        files["/models/small/onnx/model_int8.onnx"] = files["/models/small/model.onnx"];
        files["/models/small/model.onnx"] = "another one"u8.ToArray();
        await using var server = Serve();
        var options = new InferenceOptions
        {
            Model = new Uri(server.Address, "models/small/onnx/model_int8.onnx?sig=key").ToString(),
            ModelCache = root.Path,
        };

        using var model = await ModelSource.LoadAsync(options, Stop);

        Assert.Equal("small", model.Info.Name);
        Assert.All(server.Requests, request => Assert.EndsWith("?sig=key", request.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task Optional_files_may_be_missing(int status)
    {
        files.TryRemove("/models/small/tokenizer_config.json", out _);
        await using var server = Serve(status);

        var directory = await Cache().GetAsync(Address(server), Stop);

        Assert.Equal(["config.json", "model.onnx", "vocab.txt"],
            Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        SentimentModel.Load(directory).Dispose();
    }

    [Fact]
    public async Task A_tokenizer_that_is_read_alone_is_downloaded_although_there_is_a_vocabulary()
    {
        files["/models/small/tokenizer_config.json"] = """{"tokenizer_class":"PreTrainedTokenizerFast"}"""u8.ToArray();
        files["/models/small/tokenizer.json"] = "{}"u8.ToArray();
        await using var server = Serve();

        var directory = await Cache().GetAsync(Address(server), Stop);

        Assert.True(File.Exists(Path.Combine(directory, "tokenizer.json")));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_an_error_that_names_it()
    {
        await using var server = Serve();
        var place = root.File("a-file");
        await File.WriteAllTextAsync(place, "", Stop);

        var error = await Assert.ThrowsAsync<ModelLoadException>(() => Cache(Path.Combine(place, "cache")).GetAsync(Address(server), Stop));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelCache", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_deleted_after_a_day()
    {
        await using var server = Serve();
        var (old, recent) = (root.File("staging-old"), root.File("staging-recent"));
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(recent);
        await File.WriteAllTextAsync(Path.Combine(old, "model.onnx.partial"), "half", Stop);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        await Cache().GetAsync(Address(server), Stop);

        Assert.Equal([recent], Directory.GetDirectories(root.Path, "staging-*"));
    }

    [Fact]
    public async Task A_full_disk_is_reported_at_once_with_the_cache_and_the_reason()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no file that behaves like one on a full disk.");
        await using var server = new RawHttpServer(request =>
        {
            if (request.Path.EndsWith(".onnx", StringComparison.Ordinal))
            {
                var staging = Assert.Single(Directory.GetDirectories(root.Path, "staging-*"));
                File.CreateSymbolicLink(Path.Combine(staging, "model.onnx.partial"), "/dev/full");
            }

            return files.TryGetValue(request.Path, out var content) ? RawAnswer.File(request, content) : RawAnswer.Empty(404);
        });

        var error = await Assert.ThrowsAsync<ModelLoadException>(() => Cache().GetAsync(Address(server), Stop));

        Assert.Contains($"cannot be stored in '{root.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelCache", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        Assert.Single(server.Requests, request => request.Path.EndsWith(".onnx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_complete_cache_that_is_read_only_is_used()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Directories have no modes there.");
        if (OperatingSystem.IsWindows()) return; // Never: it tells the analyzer what the line before does.
        await using var server = Serve();
        var directory = await Cache().GetAsync(Address(server), Stop);
        File.SetUnixFileMode(root.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(directory, await Cache().GetAsync(Address(server), Stop));
        }
        finally
        {
            File.SetUnixFileMode(root.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Without_the_server_the_last_download_is_used_and_without_one_the_error_names_the_address()
    {
        Uri address;
        string directory;
        await using (var server = Serve())
        {
            address = Address(server);
            directory = await Cache().GetAsync(address, Stop);
        }

        Assert.Equal(directory, await Cache().GetAsync(address, Stop));
        using var empty = new TemporaryDirectory();
        var error = await Assert.ThrowsAsync<ModelLoadException>(() => Cache(empty.Path).GetAsync(new Uri(address + "?sig=secret"), Stop));
        Assert.Contains(address.ToString(), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_an_error_even_if_it_was_there_before()
    {
        await using var server = Serve();
        await Cache().GetAsync(Address(server), Stop);
        files.Clear();

        await Assert.ThrowsAsync<ModelLoadException>(() => Cache().GetAsync(Address(server), Stop));
    }

    [Fact]
    public async Task Headers_are_sent_where_the_storage_asks_for_them()
    {
        await using var server = Serve();
        var options = new InferenceOptions
        {
            Model = Address(server).ToString(),
            ModelCache = root.Path,
            ModelHeaders = (_, _) => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(
                new Dictionary<string, string> { ["Authorization"] = "Bearer token-of-the-identity" }),
        };

        using var model = await ModelSource.LoadAsync(options, Stop);

        Assert.All(server.Requests, request => Assert.Equal("Bearer token-of-the-identity", request["Authorization"]));
    }

    [Fact]
    public async Task Without_an_authorization_the_last_download_is_used()
    {
        await using var server = Serve();
        var options = new InferenceOptions { Model = Address(server).ToString(), ModelCache = root.Path };
        (await ModelSource.LoadAsync(options, Stop)).Dispose();
        var refused = options with { ModelHeaders = (_, _) => throw new InvalidOperationException("no identity") };

        (await ModelSource.LoadAsync(refused, Stop)).Dispose();

        var error = await Assert.ThrowsAsync<ModelLoadException>(() =>
            ModelSource.LoadAsync(refused with { ModelCache = root.File("another") }, Stop));
        Assert.Contains("no identity", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/model")]
    [InlineData("ftp://example.org/model")]
    public void An_address_that_others_could_tamper_with_is_refused(string model)
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceOptions { Model = model }.Validate());
        Assert.Contains("Model", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://me:hf_123@example.org/model")]
    [InlineData("https://hf_123@example.org/model/model.onnx")]
    public void An_address_with_a_password_is_refused_without_quoting_it(string model)
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceOptions { FirstModel = model }.Validate());

        Assert.StartsWith("FirstModel", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelHeaders", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_123", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        http.Dispose();
        root.Dispose();
    }

    private RawHttpServer Serve(int missing = 404) =>
        new(request => files.TryGetValue(request.Path.Split('?')[0], out var content) ? RawAnswer.File(request, content)
            : RawAnswer.Empty(missing));

    private DownloadCache Cache(string? directory = null) =>
        new(directory ?? root.Path, new RemoteFile(http, new DownloadOptions { Attempts = 2, Pause = TimeSpan.Zero }));

    private static Uri Address(RawHttpServer server) => new(server.Address, "models/small");
}
