using System.Diagnostics;

namespace FunctionsHost.Tests.Support;

/// <summary>The host as a user starts it: its own process, the real app.</summary>
internal static class HostProcess
{
    /// <summary>Long, because the first run installs Azurite.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Process Start((string Name, string Value)[] environment, params string[] args) => Process.Start(Info(environment, args))!;

    /// <summary>
    /// Starts the host as a terminal does, on Linux: its process group has its id, and SIGINT is not ignored, as it is in the background of
    /// a shell.
    /// </summary>
    public static Process StartGroup(params string[] args)
    {
        var start = Info([], args);
        foreach (var word in new[] { start.FileName, "setsid", "--default-signal=INT" })
            start.ArgumentList.Insert(0, word);
        start.FileName = "env";
        return Process.Start(start)!;
    }

    private static ProcessStartInfo Info((string Name, string Value)[] environment, string[] args) =>
        HostStart.Of(Path.Combine(Repository.Metadata("HostOutput"), "FunctionsHost.dll"), environment, args);
}
