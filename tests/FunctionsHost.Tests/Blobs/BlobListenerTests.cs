using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsHost.Blobs;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;

namespace FunctionsHost.Tests.Blobs;

public sealed class BlobListenerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncDisposable
{
    private readonly string container = $"in-{Guid.NewGuid():N}";
    private readonly string function = $"F{Guid.NewGuid():N}"; // Receipts are stored by function name.
    private readonly ConcurrentBag<string> seen = [];
    private readonly List<IAsyncDisposable> started = [];

    private BlobContainerClient Container => azurite.Blobs.GetBlobContainerClient(container);

    public async ValueTask DisposeAsync()
    {
        for (var i = started.Count - 1; i >= 0; i--)
            await started[i].DisposeAsync();
    }

    [Fact]
    public async Task Every_blob_is_given_to_the_function_once_and_its_output_is_written()
    {
        await StartAsync(Upper);
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken)); // The host creates it.
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => PutAsync($"{i:00}.txt", $"text {i}")));
        await UntilAsync(async () => await CountAsync("out-") == 30);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i:00}.txt"), seen.Order());
        Assert.Equal("TEXT 7", (await Container.GetBlobClient("out-07.txt")
            .DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString());
    }

    [Fact]
    public async Task After_a_restart_only_new_and_changed_blobs_are_processed()
    {
        await StartAsync(Upper);
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("a.txt", "a");
        await PutAsync("b.txt", "b");
        await UntilAsync(async () => await CountAsync("out-") == 2 && await ReceiptsAsync() == 2);
        await DisposeAsync();
        started.Clear();
        await PutAsync("b.txt", "changed");
        await PutAsync("c.txt", "c");
        await StartAsync(Upper);
        await UntilAsync(async () => await ReceiptsAsync() == 4);
        Assert.Equal(["a.txt", "b.txt", "b.txt", "c.txt"], seen.Order());
    }

    [Fact]
    public async Task If_messages_end_with_the_host_every_blob_is_processed_again_after_a_restart()
    {
        await StartAsync(Upper, start: "first");
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("a.txt", "a");
        await UntilAsync(async () => await ReceiptsAsync() == 1);
        await DisposeAsync();
        started.Clear();
        await StartAsync(Upper, start: "second");
        await UntilAsync(async () => await ReceiptsAsync() == 2);
        Assert.Equal(["a.txt", "a.txt"], seen);
    }

    [Fact]
    public async Task A_blob_that_fails_every_try_goes_to_the_poison_queue_and_is_not_retried()
    {
        await StartAsync(request => Name(request) == "bad.txt" ? throw new InvalidOperationException("cannot bear it") : Upper(request));
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("bad.txt", "x");
        await PutAsync("good.txt", "y");
        await UntilAsync(async () => await ReceiptsAsync() == 2);
        Assert.Equal(5, seen.Count(name => name == "bad.txt"));
        Assert.Single(seen, "good.txt");

        var poison = azurite.Queues.GetQueueClient(PoisonBlobs.QueueName);
        var messages = await poison.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        var ours = messages.Value.Select(message => JsonDocument.Parse(message.Body).RootElement)
            .Single(message => message.GetProperty("ContainerName").GetString() == container);
        Assert.Equal("BlobTrigger", ours.GetProperty("Type").GetString());
        Assert.Equal($"Host.Functions.{function}", ours.GetProperty("FunctionId").GetString());
        Assert.Equal("BlockBlob", ours.GetProperty("BlobType").GetString());
        Assert.Equal("bad.txt", ours.GetProperty("BlobName").GetString());
        var etag = (await Container.GetBlobClient("bad.txt")
            .GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ETag;
        Assert.Equal(etag.ToString().Trim('"'), ours.GetProperty("ETag").GetString()!.Trim('"'));
    }

    [Fact]
    public async Task A_blob_that_cannot_be_reported_to_the_poison_queue_is_not_tried_again_either()
    {
        // The last part is the address of the queues: this one is that of an account that does not exist.
        var storage = $"{azurite.ConnectionString.TrimEnd(';')}-unknown";
        var rig = await StartAsync(_ => throw new InvalidOperationException("cannot bear it"), storage: storage);
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("bad.txt", "x");
        await UntilAsync(() => Task.FromResult(rig.Shown.Split("could not be reported").Length > 2));
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task A_blob_is_retried_when_its_worker_dies()
    {
        Rig? rig = null;
        var deaths = 0;
        rig = await StartAsync(request =>
        {
            if (Interlocked.Increment(ref deaths) == 1)
                rig!.WorkerAsync().GetAwaiter().GetResult().Kill();
            return Upper(request);
        });
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("a.txt", "a");
        await UntilAsync(async () => await ReceiptsAsync() == 1);
        Assert.Equal(["a.txt", "a.txt"], seen);
    }

    [Fact]
    public async Task A_blob_in_progress_when_the_host_stops_is_processed_at_once_at_the_next_start()
    {
        using var goOn = new ManualResetEventSlim();
        var rig = await StartInProgressAsync(goOn);
        // Stops the listener first. The worker does not wait.
        await Task.WhenAll(started[1].DisposeAsync().AsTask(), rig.DisposeAsync().AsTask());
        goOn.Set();
        started.Clear();
        Assert.DoesNotContain("attempt 1", rig.Shown, StringComparison.Ordinal);
        await StartAsync(Upper);
        await UntilAsync(async () => await ReceiptsAsync() == 1);
        Assert.Equal(["a.txt", "a.txt"], seen);
    }

    [Fact]
    public async Task A_blob_that_succeeds_after_the_host_has_cancelled_it_is_not_processed_again()
    {
        using var goOn = new ManualResetEventSlim();
        var rig = await StartInProgressAsync(goOn);
        var worker = await rig.WorkerAsync();
        var listener = started[1];
        started.Remove(listener);
        var stopping = listener.DisposeAsync().AsTask();
        await UntilAsync(() =>
        {
            lock (worker.Heard)
                return Task.FromResult(worker.Heard.Exists(message => message.InvocationCancel is not null));
        });
        goOn.Set();
        await stopping;
        Assert.Equal(1, await ReceiptsAsync());
    }

    [Fact]
    public async Task No_more_blobs_are_processed_at_a_time_than_host_json_allows()
    {
        var (now, most) = (0, 0);
        await StartAsync(request =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            SpinWait.SpinUntil(() => Volatile.Read(ref most) >= 2, TimeSpan.FromSeconds(10)); // the second one is on its way
            Task.Delay(20).GetAwaiter().GetResult(); // time for a third
            Interlocked.Decrement(ref now);
            return Upper(request);
        });
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PutAsync($"{i}.txt", "x")));
        await UntilAsync(async () => await ReceiptsAsync() == 12);
        Assert.Equal(2, most);
    }

    /// <summary>Starts a host whose function has a blob in progress until <paramref name="goOn"/> is set.</summary>
    private async Task<Rig> StartInProgressAsync(ManualResetEventSlim goOn)
    {
        var rig = await StartAsync(request =>
        {
            goOn.Wait(TimeSpan.FromMinutes(1));
            return Upper(request);
        });
        await UntilAsync(async () => await Container.ExistsAsync(TestContext.Current.CancellationToken));
        await PutAsync("a.txt", "a");
        await UntilAsync(() => Task.FromResult(!seen.IsEmpty));
        return rig;
    }

    private async Task<Rig> StartAsync(
        Func<InvocationRequest, InvocationResponse> answer, string? start = null, string? storage = null)
    {
        var settings = Rig.Settings(
            ("AzureWebJobsStorage", azurite.ConnectionString), ("ReviewStorage", storage ?? azurite.ConnectionString));
        var accounts = new StorageAccounts(settings);
        var function = Rig.Metadata(
            this.function,
            $$"""{"name":"content","type":"blobTrigger","direction":"In","path":"{{container}}/""" +
            """{name}.txt","connection":"ReviewStorage","dataType":"String"}""",
            $$"""{"name":"$return","type":"blob","direction":"Out","blobPath":"{{container}}/out-""" +
            """{name}.txt","connection":"ReviewStorage"}""");
        var rig = await Rig.StartAsync([function], (request, _) =>
        {
            if (!Name(request).StartsWith("out-", StringComparison.Ordinal)) // The outputs match the trigger's path, too.
                seen.Add(Name(request));
            return Task.FromResult(answer(request));
        }, new() { ["blob"] = new BlobOutput(accounts) }, settings);
        started.Add(rig);
        var listener = BlobListener.For(rig.Functions[0], accounts, rig.Invoker,
            new BlobLimits { MaxDegreeOfParallelism = 2 }, rig.Terminal, start);
        started.Add(listener);
        listener.Start();
        return rig;
    }

    private static InvocationResponse Upper(InvocationRequest request) => Name(request).StartsWith("out-", StringComparison.Ordinal)
        ? ScriptedWorker.Success(request)
        : ScriptedWorker.Success(request, new TypedData { String = request.InputData[0].Data.String.ToUpperInvariant() });

    private static string Name(InvocationRequest request) => $"{request.TriggerMetadata["name"].String}.txt";

    private async Task PutAsync(string name, string text) => await Container.GetBlobClient(name)
        .UploadAsync(BinaryData.FromString(text), overwrite: true, TestContext.Current.CancellationToken);

    private async Task<int> CountAsync(string prefix) => await Container
        .GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, TestContext.Current.CancellationToken)
        .CountAsync(TestContext.Current.CancellationToken);

    /// <summary>The receipts for blobs that are not outputs.</summary>
    private async Task<int> ReceiptsAsync() => await azurite.Blobs.GetBlobContainerClient("azure-webjobs-hosts")
        .GetBlobsAsync(new GetBlobsOptions { Prefix = $"blobreceipts/local/Host.Functions.{function}/" },
            TestContext.Current.CancellationToken)
        .CountAsync(blob => !blob.Name.Contains("/out-", StringComparison.Ordinal), TestContext.Current.CancellationToken);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
            seen = Interlocked.CompareExchange(ref most, value, seen) is var found && found == seen ? value : found;
    }

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await reached())
            await Task.Delay(20, late.Token);
    }
}
