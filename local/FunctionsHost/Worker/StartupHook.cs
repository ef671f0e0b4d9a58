using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Runs in the worker's process, before its Main, and ends it when the host has died, even by SIGKILL, but not before: Ctrl-C in a terminal
/// does not reach the worker. The host holds the other end of the worker's stdin and writes nothing to it; the system closes it when the
/// host's process ends. The runtime finds this class through DOTNET_STARTUP_HOOKS: its name is fixed, and it must not be in a namespace. It
/// may only use what comes with .NET itself.
/// </summary>
internal static class StartupHook
{
    private const string Variable = "DOTNET_STARTUP_HOOKS";
    private const int SmallStack = 128 << 10;

    private static string Assembly => typeof(StartupHook).Assembly.Location;

    /// <summary>Adds this hook to a process that is about to be started, before its other hooks.</summary>
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
        // Processes that the worker starts must not have the hook: their own stdin may be closed from the beginning.
        var others = Environment.GetEnvironmentVariable(Variable)?.Replace(Assembly, "").Trim(Path.PathSeparator);
        Environment.SetEnvironmentVariable(Variable, others);
        // A terminal signals all processes of the host's group. The worker must go on until its invocations have ended.
        if (!OperatingSystem.IsWindows())
            _ = SetProcessGroup(0, 0);
        new Thread(EndWithHost, SmallStack) { IsBackground = true, Name = "Waits for the host's end" }.Start();
    }

    private static void EndWithHost()
    {
        using var host = Console.OpenStandardInput();
        while (host.ReadByte() >= 0)
        {
        }

        // Nobody can receive an answer, so the process ends whatever it is doing, as it does with the container on Azure.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    // man 2 setpgid: 0, 0 puts this process into a new group.
    [DllImport("libc", EntryPoint = "setpgid")]
    private static extern int SetProcessGroup(int process, int group);
}
