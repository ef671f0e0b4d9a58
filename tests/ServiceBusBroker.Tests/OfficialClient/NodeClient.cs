using System.Text.Json.Nodes;
using Support;

namespace ServiceBusBroker.Tests.OfficialClient;

/// <summary>The Node script with the official client: installed once, run against a broker.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Runs all scenarios; what each saw, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode?>> Run(string connectionString)
    {
        var output = await new NodePackage(FindDirectory()).RunAsync(RunTimeout, "run.mjs", connectionString);
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
}
