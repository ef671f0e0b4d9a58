using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Bicep;

/// <summary>
/// A snapshot holds what a parameter file would deploy, worked out without Azure. infra/README.md says how to take it anew.
/// </summary>
public class SnapshotTests
{
    public static TheoryData<string> ParameterFiles => [.. Repository.InfraFiles(".bicepparam")];

    [Theory, MemberData(nameof(ParameterFiles))]
    public async Task What_a_parameter_file_deploys_is_what_its_snapshot_says(string file)
    {
        var run = await BicepCli.Snapshot(Path.Combine(Repository.Infra, file), "validate");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task Every_parameter_file_builds()
    {
        using var copy = new InfraCopy();

        var run = await BicepCli.Run("build-params", "--pattern", copy.At("*.bicepparam"), "--diagnostics-format", "sarif");

        Assert.Empty(BicepCli.Complaints(run.Error));
        Assert.Equal(0, run.ExitCode);
        Assert.All(Repository.InfraFiles(".bicepparam"), file => Assert.True(File.Exists(copy.At(Path.ChangeExtension(file, ".json"))), file));
    }

    [Fact]
    public async Task An_unintended_change_is_noticed()
    {
        using var copy = new InfraCopy();
        copy.Edit("modules/messaging.bicep", "maxDeliveryCount: 10", "maxDeliveryCount: 1");

        Assert.NotEqual(0, (await BicepCli.Snapshot(copy.At("main.bicepparam"), "validate")).ExitCode);
    }

    [Fact]
    public async Task The_environment_chooses_the_stage()
    {
        using var copy = new InfraCopy();

        await BicepCli.Snapshot(copy.At("main.bicepparam"), "overwrite", ("SENTIMENT_STAGE", "prod"), ("AZURE_ENV_NAME", "prod"), ("SENTIMENT_ALERT_EMAIL", "operators@example.com"));

        // Compared by value: the CLI writes the outputs in no fixed order.
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(File.ReadAllText(copy.At("main.prod.snapshot.json"))), JsonElement.Parse(File.ReadAllText(copy.At("main.snapshot.json")))));
    }

    [Fact]
    public async Task Private_networking_without_Premium_is_refused_with_the_reason()
    {
        using var copy = new InfraCopy();
        copy.Edit("stages.bicep", "serviceBusSku: 'Premium'\n", "serviceBusSku: 'Standard'\n");

        var run = await BicepCli.Snapshot(copy.At("main.prod.bicepparam"), "overwrite");

        Assert.Contains("privateNetworking needs serviceBusSku Premium", run.Output + run.Error + File.ReadAllText(copy.At("main.prod.snapshot.json")), StringComparison.Ordinal);
    }
}
