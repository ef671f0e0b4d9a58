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
    var terminal = new Terminal(toError: options.Json);
    return await LocalHost.RunAsync(options, terminal, stop.Token);
}
catch (HostException reason)
{
    Console.Error.WriteLine(reason.Message);
    return 1;
}
