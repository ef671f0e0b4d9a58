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
            // Asked to stop is what a host expects, but samples that did not come back are no success.
            return options.Once ? StopSignal.ExitCode : 0;
        }
    }
}

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
