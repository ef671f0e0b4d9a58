using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>"azd down" deletes the resource group. Whatever lay outside, or outlived its deletion, would be left.</summary>
public class DownTests
{
    // Types that Azure keeps for a while after they are deleted, so that they can be had back; azd down --purge ends that.
    private static readonly string[] SoftDeleted =
    [
        "Microsoft.ApiManagement/service",
        "Microsoft.AppConfiguration/configurationStores",
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.KeyVault/managedHSMs",
        "Microsoft.KeyVault/vaults",
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.RecoveryServices/vaults",
    ];

    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Everything_is_in_the_one_group_that_azd_deletes(string stage)
    {
        var group = Deployment.Of(stage).Single("Microsoft.Resources/resourceGroups");

        Assert.All(
            Deployment.Of(stage).Resources.Where(resource => resource.Id != group.Id),
            resource => Assert.True(LiesIn(group, resource), resource.Id));
        Assert.Equal(stage, group.At("tags", "azd-env-name").GetString());
    }

    [Theory, MemberData(nameof(Stages))]
    public void Only_the_workspace_is_soft_deleted_and_the_guide_says_how_to_purge_it(string stage)
    {
        var kept = Deployment.Of(stage).Resources.Select(resource => resource.Type).Where(SoftDeleted.Contains);

        Assert.Equal(["Microsoft.OperationalInsights/workspaces"], kept);
        Assert.Contains("azd down --purge", Repository.Read("docs", "deployment.md"), StringComparison.Ordinal);
    }

    // What is locked, or protected from purging, cannot be taken down.
    [Theory, MemberData(nameof(Stages))]
    public void Nothing_is_locked(string stage) =>
        Assert.DoesNotContain(Deployment.Of(stage).Resources, resource => resource.Type.Contains("locks", StringComparison.Ordinal));

    private static bool LiesIn(Resource group, Resource resource) =>
        resource.Id.StartsWith(group.Id + "/", StringComparison.OrdinalIgnoreCase)
        // A name that only Azure can work out leaves the id as the expression of it.
        || resource.Id.StartsWith($"[resourceId('{BicepCli.Subscription}', '{group.Name}', ", StringComparison.Ordinal);
}
