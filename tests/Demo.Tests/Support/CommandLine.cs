using System.ComponentModel;
using System.Diagnostics;

namespace Demo.Tests.Support;

/// <summary>Runs a program to its end and gives what it printed.</summary>
internal static class CommandLine
{
    public static async Task<string> RunAsync(string program, string directory, TimeSpan timeout, params string[] arguments)
    {
        using var process = Start(program, directory, arguments);
        using var patience = new CancellationTokenSource(timeout);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program}' was not done after {timeout.TotalSeconds:0} s. It said: {await output} {await errors}");
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'{program}' ended with {process.ExitCode}. It said: {await output} {await errors}");
    }

    private static Process Start(string program, string directory, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception reason)
        {
            throw new InvalidOperationException(
                $"'{program}' cannot be started ({reason.Message}). These tests look at the page in a browser that Node drives: install Node 20 or later, with npm.", reason);
        }
    }
}
