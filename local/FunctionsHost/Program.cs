using FunctionsHost;
using FunctionsHost.Output;

try
{
    var options = LaunchOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(LaunchOptions.Usage);
        return 0;
    }

    using var stop = new StopSignal();
    var terminal = options.Json ? Terminal.OnError() : Terminal.OnOutput();
    try
    {
        return await LocalHost.RunAsync(options, terminal, stop.Token);
    }
    catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
    {
        terminal.Info("host", "Stopped.");
        // Being stopped is normal for a host, but samples without a result are a failure.
        return options.Once ? StopSignal.ExitCode : 0;
    }
}
catch (HostException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
