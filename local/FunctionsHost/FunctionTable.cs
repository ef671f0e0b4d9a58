using System.Text.Json;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.Http;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using Spectre.Console;

namespace FunctionsHost;

/// <summary>The list of functions that the host shows when it is up.</summary>
internal static class FunctionTable
{
    public static Table Build(IEnumerable<Function> functions, string url, string routePrefix)
    {
        var table = new Table().RoundedBorder().AddColumns("Function", "Trigger", "Where", "Key");
        foreach (var function in functions)
            table.AddRow(new Text(function.Name), new Text(function.Trigger.Type), new Text(Where(function, url, routePrefix)),
                new Text(Key(function)));
        return table;
    }

    private static string Where(Function function, string url, string routePrefix) => function.Trigger.Type.ToUpperInvariant() switch
    {
        "HTTPTRIGGER" => $"{Methods(function)} {url}/{FunctionRoutes.Template(function, routePrefix)}",
        "SERVICEBUSTRIGGER" => function.Trigger.Text("queueName")
            ?? $"{function.Trigger.Text("topicName")}/{function.Trigger.Text("subscriptionName")}",
        "BLOBTRIGGER" => function.Trigger.Text("path") ?? "",
        _ => "this host does not support this trigger: it will not run",
    };

    private static string Methods(Function function) => function.Trigger.List("methods") is { Count: > 0 } methods
        ? string.Join(',', methods).ToUpperInvariant()
        : "any method";

    // The level on Azure. Here a key is required only if the setting LocalHost__FunctionKey is set.
    private static string Key(Function function) => function.Trigger.Text("authLevel") ?? "";
}

/// <summary>The line of JSON that gives other programs the host's addresses, once everything is up.</summary>
internal static class ReadyLine
{
    public static string Text(string url, IEnumerable<Function> functions, AppSettings settings, int workerId, DateTimeOffset loaded)
    {
        var bindings = functions.SelectMany(function => function.Bindings).ToList();
        return JsonSerializer.Serialize(
            new
            {
                http = url,
                serviceBus = bindings.FirstOrDefault(binding => binding.Is("serviceBusTrigger") || binding.Is("serviceBus")) is { } bus
                    ? ConnectionSetting.Find(settings, ServiceBusClients.ConnectionName(bus))
                    : null,
                storage = ConnectionSetting.Find(settings,
                    bindings.FirstOrDefault(binding => binding.Is("blobTrigger") || binding.Is("blob")) is { } blob
                    ? StorageAccounts.ConnectionName(blob)
                    : StorageAccounts.HostConnection),
                workerPid = workerId,
                functionsLoaded = loaded,
            },
            BindingData.Json);
    }
}
