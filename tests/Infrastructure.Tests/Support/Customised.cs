namespace Infrastructure.Tests.Support;

/// <summary>What <c>main.bicepparam</c> deploys when azd's environment turns every option on.</summary>
internal static class Customised
{
    public const string Addresses = """["203.0.113.7/32", "198.51.100.4/31", "192.0.2.0/24", "203.0.113.9"]""";
    public const string Model = "sst2-int8";

    private const string Operator = "11111111-1111-1111-1111-111111111111";

    // Computed once, by the first test that needs it: each run of the CLI takes seconds.
    private static readonly Lazy<Task<Deployment>> Once = new(() => DeployedFor(Operator));

    public static Task<Deployment> Deployed() => Once.Value;

    /// <summary>The same with another operator, computed at each call.</summary>
    public static async Task<Deployment> DeployedFor(string operatorId)
    {
        using var copy = new InfraCopy();
        var run = await BicepCli.Snapshot(
            copy.At("main.bicepparam"),
            "overwrite",
            ("AZURE_ENV_NAME", "eu-1"),
            ("AZURE_LOCATION", "swedencentral"),
            ("AZURE_PRINCIPAL_ID", operatorId),
            ("AZURE_PRINCIPAL_TYPE", "Group"),
            ("SENTIMENT_STAGE", "prod"),
            ("SENTIMENT_MODEL", Model),
            ("SENTIMENT_ALLOWED_ADDRESSES", Addresses),
            ("SENTIMENT_WORKER_PLACEHOLDER", "false"),
            ("SENTIMENT_ALERT_EMAIL", "operators@example.com"));
        Assert.Equal(0, run.ExitCode);
        return Deployment.Read(copy.At("main.snapshot.json"));
    }
}
