using System.Collections.Concurrent;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;

namespace FunctionsHost.Blobs;

/// <summary>
/// Runs one blob-triggered function by listing its container repeatedly. Each version of a blob (its ETag) gets one attempt per listing
/// until it succeeds or has used all its attempts; a receipt in storage then prevents another one.
/// </summary>
internal sealed class BlobListener(
    Function function, BlobSweep sweep, BlobReceipts receipts, PoisonBlobs poison, BlobInvocation invocation, FunctionInvoker invoker,
    BlobLimits limits, Terminal terminal)
    : IListener
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FinishGrace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource cancelling = new();
    private readonly SemaphoreSlim free = new(limits.MaxDegreeOfParallelism);
    private readonly ConcurrentDictionary<string, bool> running = new();
    private readonly ConcurrentDictionary<string, (string ETag, int Count)> tries = new(); // of the last version of each blob
    private Task watching = Task.CompletedTask;

    /// <summary>The listener of a function's trigger.</summary>
    /// <param name="function">The function.</param>
    /// <param name="accounts">The storage accounts of the trigger and of the receipts.</param>
    /// <param name="invoker">Runs the function.</param>
    /// <param name="limits">How many blobs at a time, and how many attempts each.</param>
    /// <param name="terminal">Shows failed attempts.</param>
    /// <param name="start">This start of the host, if the receipts of earlier ones do not count; null if they do.</param>
    /// <exception cref="HostException">The trigger's path or a connection setting is missing or wrong.</exception>
    public static BlobListener For(Function function, StorageAccounts accounts, FunctionInvoker invoker,
        BlobLimits limits, Terminal terminal, string? start)
    {
        var id = $"Host.Functions.{function.Name}";
        var connection = StorageAccounts.ConnectionName(function.Trigger);
        var path = new BlobPath(function.Trigger.Text("path") ?? function.Trigger.Text("blobPath") ?? "", $"Function {function}");
        return new BlobListener(
            function,
            new BlobSweep(accounts.Blobs(connection, $"Function {function}").GetBlobContainerClient(path.Container), path),
            new BlobReceipts(accounts.Blobs(StorageAccounts.HostConnection, $"The receipts of function {function}"),
                start is null ? id : $"{id}/{start}"),
            new PoisonBlobs(accounts.Queues(connection, $"Function {function}"), id),
            new BlobInvocation(function, accounts),
            invoker,
            limits,
            terminal);
    }

    public void Start() => watching = WatchAsync();

    /// <summary>
    /// Starts no more invocations. Running ones have a moment to finish and are then cancelled. Unfinished blobs are processed again at the
    /// next start.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        cancelling.CancelAfter(FinishGrace);
        await Task.WhenAny(AllFinishedAsync(), Task.Delay(FinishGrace + FinishGrace));
        await cancelling.CancelAsync();
    }

    private async Task AllFinishedAsync()
    {
        await watching;
        for (var place = 0; place < limits.MaxDegreeOfParallelism; place++)
            await free.WaitAsync(); // Every free place is a finished blob.
    }

    private async Task WatchAsync()
    {
        var wait = Interval;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await sweep.PrepareAsync(stopping.Token);
                await receipts.PrepareAsync(stopping.Token);
                for (; ; await Task.Delay(Interval, stopping.Token))
                {
                    await sweep.RunAsync(OfferAsync, stopping.Token);
                    wait = Interval;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not HostException)
            {
                terminal.Warn("blobs",
                    $"{function}: {Terminal.FirstLine(exception).TrimEnd('.')}. Trying again in {wait.TotalSeconds:0.0} s.");
                await Task.Delay(wait, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    /// <returns>Whether this version is finished, so that it need not be offered again.</returns>
    private async ValueTask<bool> OfferAsync(BlobVersion blob, IReadOnlyDictionary<string, string> parameters)
    {
        // By name: a version that overwrites one being processed waits for it.
        if (running.ContainsKey(blob.Name))
            return false;
        if (await receipts.ExistsAsync(blob, stopping.Token))
            return true;
        await invoker.ReadyAsync(stopping.Token);
        await free.WaitAsync(stopping.Token);
        running[blob.Name] = true;
        _ = Task.Run(() => TryAsync(blob, parameters), CancellationToken.None);
        return false;
    }

    private async Task TryAsync(BlobVersion blob, IReadOnlyDictionary<string, string> parameters)
    {
        try
        {
            // A version that has used all its attempts is here again because its report has failed: only that is repeated.
            if (CountTries(blob) < limits.PoisonBlobThreshold)
                await RunAsync(blob, parameters);
            if (CountTries(blob) >= limits.PoisonBlobThreshold)
                await ReportAsync(blob);
        }
        finally
        {
            running.TryRemove(blob.Name, out _);
            free.Release();
        }
    }

    private async Task RunAsync(BlobVersion blob, IReadOnlyDictionary<string, string> parameters)
    {
        try
        {
            var request = await invocation.BuildAsync(blob, parameters, cancelling.Token);
            await invoker.InvokeAsync(function, request, BindingData.ForPaths(request.TriggerMetadata), cancelling.Token);
            await receipts.WriteAsync(blob, CancellationToken.None); // Also while the host stops, or the next one would run it again.
            tries.TryRemove(blob.Name, out _);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // A failure while the host stops is not an attempt.
        }
        catch (Exception exception)
        {
            // A worker that died counts, too, as on Azure: a blob that kills its worker must not be retried forever.
            var count = CountTries(blob) + 1;
            tries[blob.Name] = (blob.ETag, count);
            terminal.Warn("blobs",
                $"{function}: {blob} failed, attempt {count} of {limits.PoisonBlobThreshold}: {Terminal.FirstLine(exception)}");
        }
    }

    private async Task ReportAsync(BlobVersion blob)
    {
        var failed = $"{function}: {blob} failed {limits.PoisonBlobThreshold} times and is not tried again";
        try
        {
            await poison.ReportAsync(blob, stopping.Token);
            await receipts.WriteAsync(blob, CancellationToken.None);
            tries.TryRemove(blob.Name, out _);
            terminal.Error("blobs", $"{failed}; its name is on the queue {PoisonBlobs.QueueName}.");
        }
        catch (Exception exception)
        {
            terminal.Error("blobs",
                $"{failed}, but could not be reported to the queue {PoisonBlobs.QueueName} yet: {Terminal.FirstLine(exception)}");
        }
    }

    private int CountTries(BlobVersion blob) => tries.TryGetValue(blob.Name, out var last) && last.ETag == blob.ETag ? last.Count : 0;
}
