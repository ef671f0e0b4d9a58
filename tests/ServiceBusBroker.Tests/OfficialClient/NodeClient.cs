using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.OfficialClient;

/// <summary>The Node script with the official client: installed once, run against a broker.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Runs all scenarios; what each saw, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode?>> Run(string connectionString)
    {
        var directory = FindDirectory();
        await Install(directory);
        var output = await CommandLine.Run("node", directory, RunTimeout, "run.mjs", connectionString);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => line["name"]!.GetValue<string>(), line => line["saw"]);
    }

    private static string FindDirectory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var client = Path.Combine(folder.FullName, "tests", "ServiceBusBroker.Tests", "client");
            if (File.Exists(Path.Combine(client, "package.json")))
                return client;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds tests/ServiceBusBroker.Tests/client.");
    }

    // The stamp says for which lock file the packages were installed; the lock keeps two test runs from installing at once.
    private static async Task Install(string directory)
    {
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(directory, "package-lock.json"))));
        var stamp = Path.Combine(directory, "node_modules", ".installed-for");
        await using var turn = await TakeTurn(Path.Combine(Path.GetTempPath(), $"service-bus-client-{wanted[..16]}.lock"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        await CommandLine.Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", directory, InstallTimeout, "ci", "--ignore-scripts");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<FileStream> TakeTurn(string path)
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
