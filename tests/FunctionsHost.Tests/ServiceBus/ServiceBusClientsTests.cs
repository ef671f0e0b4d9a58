using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class ServiceBusClientsTests
{
    private const string Key = "SharedAccessKeyName=Root;SharedAccessKey=a=b==";

    [Theory]
    [InlineData($"Endpoint=sb://shop.servicebus.windows.net/;{Key}", "shop.servicebus.windows.net")]
    [InlineData($"Endpoint=sb://127.0.0.1:4242;{Key};UseDevelopmentEmulator=true;", "127.0.0.1")]
    public async Task A_connection_string_names_the_namespace(string connection, string wanted) =>
        Assert.Equal(wanted, await NamespaceAsync(("Bus", connection)));

    [Fact]
    public async Task An_identity_setting_names_the_namespace() => Assert.Equal(
        "shop.servicebus.windows.net",
        await NamespaceAsync(
            ("Bus__fullyQualifiedNamespace", " shop.servicebus.windows.net"), ("Bus__clientId", "11111111-2222-3333-4444-555555555555")));

    [Fact]
    public async Task The_prefixed_setting_takes_precedence() => Assert.Equal(
        "first.example",
        await NamespaceAsync(("Bus", $"Endpoint=sb://second.example;{Key}"), ("AzureWebJobsBus", $"Endpoint=sb://first.example;{Key}")));

    [Fact]
    public async Task Bindings_of_one_connection_share_a_client()
    {
        await using var clients = new ServiceBusClients(Rig.Settings(("Bus", $"Endpoint=sb://shop.example;{Key}")));
        var (binding, function) = Trigger(Rig.Settings());
        Assert.Same(clients.For(binding, function), clients.For(binding, function));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Endpoint=sb://x")]
    [InlineData("Endpoint=sb://x;SharedAccessKeyName=Root")]
    public async Task An_invalid_connection_string_is_reported_with_its_setting_and_the_remedy(string text)
    {
        var error = await Assert.ThrowsAsync<HostException>(() => NamespaceAsync(("Bus", text)));
        Assert.Contains("'Bus'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Bus__fullyQualifiedNamespace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_namespace_is_reported_with_its_setting()
    {
        var error = await Assert.ThrowsAsync<HostException>(
            () => NamespaceAsync(("Bus__fullyQualifiedNamespace", "shop.servicebus.windows.net/")));
        Assert.Contains("'Bus__fullyQualifiedNamespace' is not the name of a namespace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_is_reported_with_its_function()
    {
        var error = await Assert.ThrowsAsync<HostException>(() => NamespaceAsync());
        Assert.Contains("'Bus'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Function ScoreQueue", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> NamespaceAsync(params (string, string)[] values)
    {
        var settings = Rig.Settings(values);
        await using var clients = new ServiceBusClients(settings);
        var (binding, function) = Trigger(settings);
        return clients.For(binding, function).FullyQualifiedNamespace;
    }

    private static (Binding, Function) Trigger(AppSettings settings)
    {
        const string trigger = """{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"q","connection":"Bus"}""";
        var function = new Function(Rig.Metadata("ScoreQueue", trigger), settings);
        return (function.Trigger, function);
    }
}
