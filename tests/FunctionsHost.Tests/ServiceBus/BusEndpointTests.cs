using FunctionsHost.ServiceBus;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class BusEndpointTests
{
    private const string Emulator = "Endpoint=sb://127.0.0.1;SharedAccessKeyName=Root;SharedAccessKey=a=b==;UseDevelopmentEmulator=true;";

    [Fact]
    public void The_emulator_is_plain_and_on_this_machine()
    {
        var endpoint = BusEndpoint.Parse(Emulator, "ServiceBus");
        Assert.Equal(("127.0.0.1", 5672, null, false, true), (endpoint.Host, endpoint.Port, endpoint.ExplicitPort, endpoint.UsesTls, endpoint.IsLoopback));
    }

    [Fact]
    public void A_namespace_has_tls_and_the_usual_port()
    {
        var endpoint = BusEndpoint.Parse("Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=k", "ServiceBus");
        Assert.Equal(("shop.servicebus.windows.net", 5671, true, false), (endpoint.Host, endpoint.Port, endpoint.UsesTls, endpoint.IsLoopback));
    }

    [Fact]
    public void A_port_can_be_given_and_changed_without_touching_the_rest()
    {
        var changed = BusEndpoint.WithPort(Emulator, 4242);
        Assert.Equal("Endpoint=sb://127.0.0.1:4242;SharedAccessKeyName=Root;SharedAccessKey=a=b==;UseDevelopmentEmulator=true;", changed);
        Assert.Equal(4242, BusEndpoint.Parse(changed, "ServiceBus").ExplicitPort);
    }

    [Fact]
    public void An_identity_setting_names_the_namespace() => Assert.Equal(
        "shop.servicebus.windows.net",
        BusEndpoint.From(Rig.Settings(("ServiceBus__fullyQualifiedNamespace", "shop.servicebus.windows.net")), "ServiceBus", "Function F").Host);

    [Fact]
    public void The_prefixed_setting_comes_first() => Assert.Equal(
        "first.example",
        BusEndpoint.From(Rig.Settings(("ServiceBus", Emulator), ("AzureWebJobsServiceBus", "Endpoint=sb://first.example;SharedAccessSignature=s")), "ServiceBus", "F").Host);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Endpoint=https://x;SharedAccessKeyName=a;SharedAccessKey=b")]
    [InlineData("Endpoint=sb://x")]
    public void What_is_no_connection_string_is_named_by_its_setting(string text) =>
        Assert.Contains("'MyBus'", Assert.Throws<HostException>(() => BusEndpoint.Parse(text, "MyBus")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_connection_is_named_with_its_function() => Assert.Contains(
        "Function ScoreQueue", Assert.Throws<HostException>(() => BusEndpoint.From(Rig.Settings(), "ServiceBus", "Function ScoreQueue")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_shared_key_signs_the_audience_and_the_end()
    {
        var token = await new SharedKey("Root", "key").TokenAsync("sb://bus.example/reviews", CancellationToken.None);
        Assert.StartsWith("SharedAccessSignature sr=sb%3A%2F%2Fbus.example%2Freviews&sig=", token.Value, StringComparison.Ordinal);
        Assert.EndsWith("&skn=Root", token.Value, StringComparison.Ordinal);
        Assert.Contains($"&se={token.Expires.ToUnixTimeSeconds()}&", token.Value, StringComparison.Ordinal);
    }
}
