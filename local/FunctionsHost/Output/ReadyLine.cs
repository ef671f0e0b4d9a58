using System.Text.Json;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;

namespace FunctionsHost.Output;

/// <summary>The line of JSON that tells another program where everything is, once everything is up.</summary>
internal static class ReadyLine
{
    public static string Text(string url, IEnumerable<Function> functions, AppSettings settings, int workerId)
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
            },
            BindingData.Json);
    }
}
