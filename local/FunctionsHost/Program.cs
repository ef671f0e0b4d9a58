using FunctionsHost;
using FunctionsHost.Output;

try
{
    return await LaunchOptions.InvokeAsync(args, RunAsync, Console.Error);
}
catch (HostException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task<int> RunAsync(LaunchOptions options)
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
