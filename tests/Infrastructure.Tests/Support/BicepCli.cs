using System.Runtime.InteropServices;
using System.Text.Json;

namespace Infrastructure.Tests.Support;

/// <summary>The Bicep command line from its NuGet package.</summary>
internal static class BicepCli
{
    /// <summary>A placeholder for the subscription in a snapshot.</summary>
    public const string Subscription = "00000000-0000-0000-0000-000000000001";

    public static Task<ProcessRun> Run(params string[] arguments) => Run([], arguments);

    public static Task<ProcessRun> Run((string, string)[] environment, params string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64,
            "Bicep comes from the NuGet package for Linux on x64; CI runs this.");
        return ProcessRun.Of(Repository.Metadata("BicepCli"), arguments, environment);
    }

    /// <summary>Takes (overwrite) or compares (validate) the snapshot next to a parameter file.</summary>
    public static Task<ProcessRun> Snapshot(string parameters, string mode, params (string, string)[] environment)
    {
        // The second step is deployed into the group that the first one created. The CLI needs the group's name only for the second.
        string[] group = Path.GetFileName(parameters).StartsWith("events", StringComparison.Ordinal) ? ["--resource-group", "rg-dev"] : [];
        return Run(environment, ["snapshot", parameters, "--mode", mode, "--subscription-id", Subscription, .. group]);
    }

    /// <summary>Every finding in the SARIF logs as "rule: message (file)". The CLI writes one log for each file.</summary>
    public static IReadOnlyList<string> Complaints(string sarif)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(sarif), new JsonReaderOptions { AllowMultipleValues = true });
        var complaints = new List<string>();
        while (reader.Read())
        {
            using var log = JsonDocument.ParseValue(ref reader);
            foreach (var result in log.RootElement.GetProperty("runs").EnumerateArray()
                .SelectMany(run => run.GetProperty("results").EnumerateArray()))
                complaints.Add(
                    $"{result.GetProperty("ruleId")}: {result.GetProperty("message").GetProperty("text")} " +
                    $"({result.GetProperty("locations")})");
        }
        return complaints;
    }
}
