using System.Runtime.InteropServices;

namespace FunctionsHost;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into a cancelled token, so that everything started is also ended.</summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>What shells expect of a program that Ctrl-C ended.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> signals;

    public StopSignal() => signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
        .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (stop.IsCancellationRequested)
            return; // Asked a second time: then at once, the default way.
        signal.Cancel = true;
        stop.CancelAsync();
    }
}
