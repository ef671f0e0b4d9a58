using System.Diagnostics;
using System.Security.Cryptography;
using FunctionsHost.Output;

namespace FunctionsHost.Azurite;

/// <summary>
/// Installs Azurite from its lock file with <c>npm ci</c>, once for each version of these files. It is installed in a separate folder and
/// then renamed, so that it is complete or absent; hosts that start together wait for the first.
/// </summary>
internal sealed class AzuriteInstaller(string folder, Terminal terminal)
{
    private const string Elsewhere =
        "or point ReviewStorage and AzureWebJobsStorage to a storage account or a running emulator.";
    private const string Remedy = "Install Node.js 20 (https://nodejs.org), " + Elsewhere;

    private static readonly string[] Files = ["package.json", "package-lock.json", ".npmrc", "run.cjs"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // The errors of a file that another process has open: of Windows, Linux and macOS.
    private static readonly int[] InUse = [unchecked((int)0x80070020), 11, 35];

    /// <returns>The folder that holds run.cjs and node_modules.</returns>
    /// <exception cref="HostException">Node is missing, npm failed or the folder cannot be written; says what to do.</exception>
    public async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        using var version = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
            version.AppendData(await File.ReadAllBytesAsync(Path.Combine(folder, file), cancellationToken));
        var installed = Path.Combine(folder, "installed-" + Convert.ToHexStringLower(version.GetHashAndReset())[..12]);
        if (Directory.Exists(installed))
            return installed;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using (await LockAsync(limit.Token))
                if (!Directory.Exists(installed))
                    await MakeAsync(installed, limit.Token);
            return installed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException(
                $"Azurite could not be installed within {Longest.TotalMinutes:0} minutes. Is the npm registry reachable? {Remedy}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(
                $"Azurite cannot be installed in {folder}: {exception.Message} Make this folder writable, {Elsewhere}", exception);
        }
    }

    private async Task MakeAsync(string installed, CancellationToken cancellationToken)
    {
        var making = Path.Combine(folder, "installing-" + Guid.NewGuid().ToString("N"));
        foreach (var leftOver in Directory.GetDirectories(folder, "installing-*"))
            Directory.Delete(leftOver, recursive: true); // Left by a host that was killed; this host holds the lock.
        Directory.CreateDirectory(making);
        try
        {
            foreach (var file in Files)
                File.Copy(Path.Combine(folder, file), Path.Combine(making, file));
            var began = Stopwatch.GetTimestamp();
            terminal.Info("azurite", "Installing Azurite, the storage emulator: npm ci, only once (about half a minute) ...");
            await NpmAsync(making, cancellationToken);
            Directory.Move(making, installed);
            terminal.Info("azurite", $"... installed in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s.");
        }
        finally
        {
            if (Directory.Exists(making))
                Directory.Delete(making, recursive: true);
        }
    }

    private static async Task NpmAsync(string making, CancellationToken cancellationToken)
    {
        // Nothing in this tree needs an install script, so none may run.
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"])
        {
            WorkingDirectory = making,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Start(start);
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
                throw new HostException(
                    $"npm ci for Azurite failed with exit code " +
                    $"{npm.ExitCode}:{Environment.NewLine}{(await errors).Trim()}{Environment.NewLine}" +
                    $"{(await output).Trim()}{Environment.NewLine}{Remedy}");
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            await npm.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new HostException($"The storage emulator Azurite needs Node.js, and '{start.FileName}' was not found. {Remedy}", missing);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (var announced = false; ; announced = true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "install.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (InUse.Contains(exception.HResult))
            {
                if (!announced)
                    terminal.Info("azurite", "Another host is installing Azurite; waiting for it ...");
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
