using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Demo.Tests.Page;

/// <summary>A real Chromium, driven by a Node script. The packages come from npm and are installed once.</summary>
internal static class Browser
{
    /// <summary>The scripts and their packages.</summary>
    public static readonly NodePackage Package = new(Repository.At("tests", "Demo.Tests", "browser"));

    /// <summary>Whether the package has a Chromium for this machine.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Runs all scenarios against the page. Returns what each one saw, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode>> RunAsync(Uri page)
    {
        var output = await Package.RunAsync(RunTimeout, "run.mjs", page.ToString());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => line["name"]!.GetValue<string>());
    }
}
