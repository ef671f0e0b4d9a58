using System.Diagnostics;

namespace FunctionsHost.Tests.Support;

/// <summary>The host as a user starts it: its own process, the real app.</summary>
internal static class HostProcess
{
    /// <summary>Long, because the first run installs Azurite.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Process Start((string Name, string Value)[] environment, params string[] args) =>
        Process.Start(HostStart.Of(Path.Combine(Repository.Metadata("HostOutput"), "FunctionsHost.dll"), environment, args))!;
}
