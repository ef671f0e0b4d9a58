using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Demo.Tests.Support;

/// <summary>The function app behind the local host, as a user starts it, on free ports.</summary>
internal sealed partial class ServedApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3); // The very first start installs Azurite.

    private readonly Process process;

    private ServedApp(Process process, Uri page) => (this.process, Page) = (process, page);

    /// <summary>Where the page is.</summary>
    public Uri Page { get; }

    public static async Task<ServedApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var start = HostStart.Of(Repository.Metadata("Host"), [("Sentiment__Model", TestModel.Name), .. settings],
            "--port", "0", "--broker-port", "0", "--no-samples");
        var said = new List<string>();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The host exited before it served the page."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, await address.Task.WaitAsync(Patience));
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            process.Kill(entireProcessTree: true);
            lock (said)
                throw new InvalidOperationException($"The host did not start. Its output:\n{string.Join('\n', said)}", exception);
        }

        void Hear(string? line)
        {
            if (line is null)
                return;
            lock (said)
                said.Add(line);
            if (PageAddress().Match(line) is { Success: true } found)
                address.TrySetResult(new(found.Value));
        }
    }

    /// <summary>
    /// Ends the host as Ctrl-C does, so that it stops its child processes and cleans up. Kills it after a timeout.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            if (!OperatingSystem.IsWindows())
                Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();
            else
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The host did not exit when asked to.");
        }
        finally
        {
            process.Dispose();
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/api/demo(?=\s)")]
    private static partial Regex PageAddress();
}
