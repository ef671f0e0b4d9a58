using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.Settings;

public sealed class HostJsonTests : IDisposable
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("host-tests-").FullName, "host.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

    [Fact]
    public void Without_a_file_the_platform_s_defaults_apply()
    {
        var host = HostJson.Read(file, Rig.Settings());
        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), host.FunctionTimeout);
        Assert.Equal((1000, 1, 0, 16),
            (host.ServiceBus.MaxMessageBatchSize, host.ServiceBus.MinMessageBatchSize, host.ServiceBus.PrefetchCount,
                host.ServiceBus.MaxConcurrentCalls));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), true),
            (host.ServiceBus.MaxAutoLockRenewalDuration, host.ServiceBus.MaxBatchWaitTime, host.ServiceBus.AutoCompleteMessages));
        Assert.Equal(5, host.Blobs.PoisonBlobThreshold);
    }

    [Fact]
    public void The_values_in_the_file_are_used()
    {
        var host = Read("""
            { "version": "2.0", "functionTimeout": "00:05:00", "extensions": {
              "http": { "routePrefix": "" },
              "serviceBus": {
                "maxMessageBatchSize": 64, "minMessageBatchSize": 64, "maxBatchWaitTime": "00:00:10", "prefetchCount": 7,
                "maxConcurrentCalls": 128, "maxAutoLockRenewalDuration": "00:20:00", "autoCompleteMessages": false },
              "blobs": { "maxDegreeOfParallelism": 2, "PoisonBlobThreshold": 3 } } }
            """);
        Assert.Equal("", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(5), host.FunctionTimeout);
        Assert.Equal(new ServiceBusLimits
        {
            MaxMessageBatchSize = 64,
            MinMessageBatchSize = 64,
            MaxBatchWaitTime = TimeSpan.FromSeconds(10),
            PrefetchCount = 7,
            MaxConcurrentCalls = 128,
            MaxAutoLockRenewalDuration = TimeSpan.FromMinutes(20),
            AutoCompleteMessages = false,
        }, host.ServiceBus);
        Assert.Equal(new BlobLimits { MaxDegreeOfParallelism = 2, PoisonBlobThreshold = 3 }, host.Blobs);
    }

    [Fact]
    public void No_timeout_is_written_as_minus_one() => Assert.Null(Read("""{ "functionTimeout": "-1" }""").FunctionTimeout);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{ "telemetryMode": "OpenTelemetry" }""", true)]
    public void Telemetry_is_on_if_its_mode_is_set(string text, bool has) => Assert.Equal(has, Read(text).HasTelemetry);

    [Fact]
    public void A_setting_of_the_job_host_wins_over_the_file()
    {
        const string text = """{ "extensions": { "serviceBus": { "maxConcurrentCalls": 128, "prefetchCount": 7 } } }""";
        var host = Read(text, ("AzureFunctionsJobHost__extensions__ServiceBus__MaxConcurrentCalls", "4"),
            ("azurefunctionsjobhost:functionTimeout", "00:01:00"));
        Assert.Equal((4, 7, TimeSpan.FromMinutes(1)),
            (host.ServiceBus.MaxConcurrentCalls, host.ServiceBus.PrefetchCount, host.FunctionTimeout));
    }

    [Fact]
    public void Settings_apply_without_a_file() =>
        Assert.Equal(3, HostJson.Read(file,
            Rig.Settings(("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "3"))).Blobs.PoisonBlobThreshold);

    [Fact]
    public void A_wrong_value_in_a_setting_is_reported_with_the_setting()
    {
        var error = Assert.Throws<HostException>(
            () => Read("{}", ("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "five")));
        Assert.Equal(
            "The setting 'AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold' is five; it must be a whole number from 1 to " +
            "1000.", error.Message);
    }

    [Theory]
    [InlineData("""{ "extensions": { "serviceBus": { "maxMessageBatchSize": 0 } } }""", "extensions.serviceBus.maxMessageBatchSize")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxMessageBatchSize": 8, "minMessageBatchSize": 9 } } }""",
        "extensions.serviceBus.minMessageBatchSize")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxBatchWaitTime": "00:02:31" } } }""", "extensions.serviceBus.maxBatchWaitTime")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "extensions.serviceBus.maxConcurrentCalls")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxAutoLockRenewalDuration": "-00:00:01" } } }""",
        "extensions.serviceBus.maxAutoLockRenewalDuration")]
    [InlineData("""{ "extensions": { "serviceBus": { "autoCompleteMessages": "yes" } } }""", "extensions.serviceBus.autoCompleteMessages")]
    [InlineData("""{ "extensions": { "blobs": { "poisonBlobThreshold": "five" } } }""", "extensions.blobs.poisonBlobThreshold")]
    [InlineData("""{ "functionTimeout": "soon" }""", "functionTimeout")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": ["api"] } } }""", "extensions.http.routePrefix")]
    [InlineData("{", "host.json")]
    public void A_wrong_value_is_reported_with_its_file(string text, string named)
    {
        var error = Assert.Throws<HostException>(() => Read(text));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private HostJson Read(string text, params (string Name, string Value)[] settings)
    {
        File.WriteAllText(file, text);
        return HostJson.Read(file, Rig.Settings(settings));
    }
}
