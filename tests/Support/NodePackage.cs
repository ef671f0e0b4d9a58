using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace TestSupport;

/// <summary>A folder with a package.json, a lock file and scripts: installed once, even if many tests need it at the same time.</summary>
internal sealed class NodePackage(string directory)
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);

    /// <summary>Starts a script, after installing what it needs.</summary>
    /// <param name="arguments">The script's file, and its arguments.</param>
    public async Task<Process> StartAsync(params string[] arguments)
    {
        await InstallAsync();
        return Start("node", arguments);
    }

    /// <summary>Runs a script to its end and returns its output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message contains its output.</exception>
    public async Task<string> RunAsync(TimeSpan timeout, params string[] arguments)
    {
        using var process = await StartAsync(arguments);
        return await FinishAsync(process, timeout);
    }

    // The stamp records the lock file for which the packages were installed. A lock in the temp folder makes other processes wait.
    private async Task InstallAsync()
    {
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(directory, "package-lock.json"))));
        var stamp = Path.Combine(directory, "node_modules", ".installed-for");
        await using var turn = await TakeTurnAsync(Path.Combine(Path.GetTempPath(), $"npm-ci-{wanted[..16]}.lock"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts");
        await FinishAsync(npm, InstallTimeout);
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        using var patience = new CancellationTokenSource(InstallTimeout);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task<string> FinishAsync(Process process, TimeSpan timeout)
    {
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
            throw new TimeoutException(
                $"'{process.StartInfo.FileName}' was not done after {timeout.TotalSeconds:0} s. Output: {await output} {await errors}");
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"'{process.StartInfo.FileName}' exited with code {process.ExitCode}. Output: {await output} {await errors}");
    }

    private Process Start(string program, params string[] arguments)
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
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"'{program}' cannot be started ({exception.Message}). Install Node 20 or later, with npm.", exception);
        }
    }
}
