using System.Diagnostics;

/// <summary>
/// Runs in the worker's process, before its Main, and ends it when the host has died, even by SIGKILL. The host holds the other end
/// of the worker's stdin and writes nothing to it; with the host's process the system closes it. The runtime finds this class
/// through DOTNET_STARTUP_HOOKS, by its name and without a namespace. It must need nothing that does not come with .NET itself.
/// </summary>
internal static class StartupHook
{
    private const string Variable = "DOTNET_STARTUP_HOOKS";
    private const int SmallStack = 128 << 10;

    private static string Assembly => typeof(StartupHook).Assembly.Location;

    /// <summary>Lets a process about to be started have this hook, before those that it would have anyway.</summary>
    public static void AddTo(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.Environment[Variable] = start.Environment.TryGetValue(Variable, out var others) && !string.IsNullOrEmpty(others)
            ? Assembly + Path.PathSeparator + others
            : Assembly;
    }

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        // What the worker starts has a stdin of its own, which may be closed from the beginning.
        var others = Environment.GetEnvironmentVariable(Variable)?.Replace(Assembly, "").Trim(Path.PathSeparator);
        Environment.SetEnvironmentVariable(Variable, others);
        new Thread(EndWithHost, SmallStack) { IsBackground = true, Name = "Waits for the host's end" }.Start();
    }

    private static void EndWithHost()
    {
        using var host = Console.OpenStandardInput();
        while (host.ReadByte() >= 0)
        {
        }

        // Nobody can receive an answer: the process ends whatever it is doing, as with the container on Azure.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
