using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Demo.Tests.Support;

namespace Demo.Tests.Page;

/// <summary>A real Chromium, driven by a Node script: both come from npm, installed once.</summary>
internal static class Browser
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs all scenarios against the page; what each saw, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode>> RunAsync(Uri page)
    {
        await InstallAsync();
        var output = await CommandLine.RunAsync("node", Paths.Browser, RunTimeout, "run.mjs", page.ToString());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => line["name"]!.GetValue<string>());
    }

    // The stamp says for which lock file the packages were installed; the lock keeps two test runs from installing at once.
    private static async Task InstallAsync()
    {
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Paths.Browser, "package-lock.json"))));
        var stamp = Path.Combine(Paths.Browser, "node_modules", ".installed-for");
        await using var turn = await TakeTurnAsync(Path.Combine(Path.GetTempPath(), $"demo-browser-{wanted[..16]}.lock"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        await CommandLine.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", Paths.Browser, InstallTimeout, "ci", "--ignore-scripts");
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
}
