using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>"azd down" deletes the resource group. Anything outside it, or kept after its deletion, would be left behind.</summary>
public class DownTests
{
    // Types that Azure keeps recoverable for a while after deletion; azd down --purge removes them.
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

    // A locked resource cannot be deleted.
    [Theory, MemberData(nameof(Stages))]
    public void Nothing_is_locked(string stage) =>
        Assert.DoesNotContain(Deployment.Of(stage).Resources, resource => resource.Type.Contains("locks", StringComparison.Ordinal));

    private static bool LiesIn(Resource group, Resource resource) =>
        resource.Id.StartsWith(group.Id + "/", StringComparison.OrdinalIgnoreCase)
        // If only Azure can compute a name, the id is an expression.
        || resource.Id.StartsWith($"[resourceId('{BicepCli.Subscription}', '{group.Name}', ", StringComparison.Ordinal);
}
