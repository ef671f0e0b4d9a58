using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>Runs the samples as their users do.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4); // A first run restores and builds.

    /// <summary>Runs a sample to its end and returns its output.</summary>
    public static async Task<string> RunAsync(string sample, params string[] arguments)
    {
        var (code, output, errors) = await EndAsync(sample, arguments);
        Assert.True(code == 0, $"{sample} exited with code {code}: {output} {errors}");
        return output;
    }

    /// <summary>Runs a sample that has nothing to show, to its end, and returns the error that it prints.</summary>
    public static async Task<string> FailAsync(string sample, params string[] arguments)
    {
        var (code, output, errors) = await EndAsync(sample, arguments);
        Assert.True(code == 1, $"{sample} exited with code {code}: {output} {errors}");
        return errors;
    }

    private static async Task<(int Code, string Output, string Errors)> EndAsync(string sample, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["run", Repository.At("samples", sample), "--", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["CI"] = "" }, // Locked restore is for the solution; a sample has no lock file.
            })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{sample} did not end within {Timeout}: {await output} {await errors}");
        }

        return (process.ExitCode, await output, await errors);
    }
}
