using System.Runtime.InteropServices;
using FunctionsHost.Output;

namespace FunctionsHost;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            return await LaunchOptions.InvokeAsync(args, RunAsync, Console.Error);
        }
        catch (HostException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(LaunchOptions options)
    {
        using var stop = new StopSignal();
        var terminal = options.Json ? Terminal.OnError() : Terminal.OnOutput();
        try
        {
            return await LocalHost.RunAsync(options, terminal, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            terminal.Info("host", "Stopped.");
            // A host is normally stopped by a signal, but with --once this means that not all results arrived.
            return options.Once ? StopSignal.ExitCode : 0;
        }
    }
}

/// <summary>Cancels a token on Ctrl-C, SIGTERM, SIGHUP or SIGQUIT, so that everything that was started is also ended.</summary>
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
            return; // The second signal ends the process at once, by default handling.
        signal.Cancel = true;
        stop.CancelAsync();
    }
}
