using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Bicep;

/// <summary>
/// A snapshot contains what a parameter file would deploy, computed without Azure. infra/README.md says how to update it.
/// </summary>
public class SnapshotTests
{
    public static TheoryData<string> ParameterFiles => [.. InfraFiles.Of(".bicepparam")];

    [Theory, MemberData(nameof(ParameterFiles))]
    public async Task A_parameter_file_deploys_what_its_snapshot_contains(string file)
    {
        var run = await BicepCli.Snapshot(Path.Combine(InfraFiles.Folder, file), "validate");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task Every_parameter_file_builds()
    {
        using var copy = new InfraCopy();

        var run = await BicepCli.Run("build-params", "--pattern", copy.At("*.bicepparam"), "--diagnostics-format", "sarif");

        Assert.Empty(BicepCli.Complaints(run.Error));
        Assert.Equal(0, run.ExitCode);
        Assert.All(InfraFiles.Of(".bicepparam"),
            file => Assert.True(File.Exists(copy.At(Path.ChangeExtension(file, ".json"))), file));
    }

    [Fact]
    public async Task An_unintended_change_is_noticed()
    {
        using var copy = new InfraCopy();
        copy.Edit("events.bicep", "maxDeliveryAttempts: 30", "maxDeliveryAttempts: 1");

        Assert.NotEqual(0, (await BicepCli.Snapshot(copy.At("events.bicepparam"), "validate")).ExitCode);
    }

    [Fact]
    public async Task The_environment_of_azd_chooses_stage_name_and_place()
    {
        var custom = await Customised.Deployed();

        Assert.Equal("Premium", custom.Single("Microsoft.ServiceBus/namespaces").At("sku", "name").GetString());
        Assert.Equal("rg-eu-1", custom.Single("Microsoft.Resources/resourceGroups").Name);
        Assert.Equal("swedencentral", custom.Single("Microsoft.Web/sites").At("location").GetString());
        Assert.Equal(Deployment.Prod.Resources.Count,
            custom.Resources.Count(resource => !resource.Type.EndsWith("roleAssignments", StringComparison.Ordinal)) +
            Deployment.Prod.OfType("Microsoft.Authorization/roleAssignments").Count());
    }

    [Fact]
    public async Task Private_networking_without_Premium_is_refused_with_the_reason()
    {
        using var copy = new InfraCopy();
        copy.Edit("stages.bicep", "serviceBusSku: 'Premium'\n", "serviceBusSku: 'Standard'\n");

        var run = await BicepCli.Snapshot(copy.At("main.prod.bicepparam"), "overwrite");

        Assert.Contains("privateNetworking needs serviceBusSku Premium",
            run.Output + run.Error + File.ReadAllText(copy.At("main.prod.snapshot.json")), StringComparison.Ordinal);
    }
}
