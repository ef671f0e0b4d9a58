using System.Diagnostics;

namespace TestSupport;

/// <summary>How tests start the local host: as a process, as a user does, but with the sample's settings.</summary>
internal static class HostStart
{
    private static readonly string[] Settings =
    [
        "Sentiment__", "AzureWebJobs", "AzureFunctionsJobHost__", "LocalHost__", "APPLICATIONINSIGHTS_", "OTEL_", "ReviewStorage",
        "ServiceBus", "ReviewQueue", "ScoredQueue", "RejectedQueue", "PartQueue", "CompletedQueue", "ReviewContainer", "ScoredContainer",
    ];

    /// <summary>
    /// The start of a host. The developer's own local.settings.json and environment do not reach it, because they may name a real
    /// namespace or storage account.
    /// </summary>
    public static ProcessStartInfo Of(string host, IEnumerable<(string Name, string Value)> settings, params string[] options)
    {
        string[] file = options.Contains("--settings") ? [] : ["--settings", Repository.At("local.settings.sample.json")];
        var start = new ProcessStartInfo("dotnet", [host, .. file, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static bool IsSetting(string name) => Settings.Any(setting => name.StartsWith(setting, StringComparison.OrdinalIgnoreCase));
}
