using System.Diagnostics;

namespace Sentiment.Cli.Tests;

/// <summary>
/// What ONNX Runtime's own telemetry leaves behind unless it is turned off (observed with 1.31.1 on Linux): a device id and a database
/// under ~/.cache/Microsoft as soon as a model is loaded, and seconds later a connection to mobile.events.data.microsoft.com. The command
/// has ended by then, so only the files show whether it is off.
/// </summary>
public sealed class OnnxRuntimeTelemetryTests
{
    [Fact]
    public async Task Scoring_leaves_no_device_id()
    {
        using var home = new TemporaryDirectory();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sentiment.dll"), "score"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["HOME"] = home.Path, ["LOCALAPPDATA"] = home.Path, ["XDG_CACHE_HOME"] = home.Path, ["ORT_DISABLE_TELEMETRY"] = null,
            },
        })!;
        await process.StandardInput.WriteLineAsync("Great film");
        process.StandardInput.Close();

        Assert.StartsWith("POSITIVE", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }
}
