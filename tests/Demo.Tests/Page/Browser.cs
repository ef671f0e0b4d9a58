using System.Text.Json.Nodes;
using Demo.Tests.Support;
using Support;

namespace Demo.Tests.Page;

/// <summary>A real Chromium, driven by a Node script: both come from npm, installed once.</summary>
internal static class Browser
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs all scenarios against the page; what each saw, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode>> RunAsync(Uri page)
    {
        var output = await new NodePackage(Paths.Browser).RunAsync(RunTimeout, "run.mjs", page.ToString());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => line["name"]!.GetValue<string>());
    }
}
