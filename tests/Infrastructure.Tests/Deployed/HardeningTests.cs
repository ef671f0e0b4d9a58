using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class HardeningTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void No_service_accepts_keys(string stage)
    {
        var deployment = Deployment.Of(stage);

        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts"), account => Is(false, account, "allowSharedKeyAccess"));
        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts"), account => Is(false, account, "allowBlobPublicAccess"));
        Is(true, deployment.Single("Microsoft.ServiceBus/namespaces"), "disableLocalAuth");
        Is(true, deployment.Single("Microsoft.Insights/components"), "DisableLocalAuth");
        Is(true, deployment.Single("Microsoft.OperationalInsights/workspaces"), "features", "disableLocalAuth");
        Assert.Equal(["ftp", "scm"],
            deployment.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => policy.Name).Order());
        Assert.All(deployment.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Is(false, policy, "allow"));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Every_connection_is_encrypted_with_TLS_1_2_or_later(string stage)
    {
        var deployment = Deployment.Of(stage);
        var site = deployment.Single("Microsoft.Web/sites");

        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts"), account => Is("TLS1_2", account, "minimumTlsVersion"));
        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts"), account => Is(true, account, "supportsHttpsTrafficOnly"));
        Is("1.2", deployment.Single("Microsoft.ServiceBus/namespaces"), "minimumTlsVersion");
        Is(true, site, "httpsOnly");
        Is("1.2", site, "siteConfig", "minTlsVersion");
        Is("1.2", site, "siteConfig", "scmMinTlsVersion");
        Is("Disabled", site, "siteConfig", "ftpsState");
        Is("1.2", Deployment.Events.Single("Microsoft.EventGrid/systemTopics/eventSubscriptions"), "destination", "properties",
            "minimumTlsVersionAllowed");
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_app_uses_one_user_assigned_identity(string stage)
    {
        var deployment = Deployment.Of(stage);

        Assert.Equal("UserAssigned", deployment.Single("Microsoft.Web/sites").At("identity", "type").GetString());
        Assert.Single(deployment.OfType("Microsoft.ManagedIdentity/userAssignedIdentities"));
        Assert.Equal("UserAssignedIdentity", deployment.Single("Microsoft.Web/sites")
            .At("properties", "functionAppConfig", "deployment", "storage", "authentication", "type").GetString());
    }

    [Theory]
    [InlineData("dev", false, "Standard_LRS")]
    [InlineData("prod", true, "Standard_ZRS")]
    public void Instances_and_storage_are_zone_redundant_together(string stage, bool zones, string storage)
    {
        Is(zones, Deployment.Of(stage).Single("Microsoft.Web/serverfarms"), "zoneRedundant");
        Assert.All(Deployment.Of(stage).OfType("Microsoft.Storage/storageAccounts"),
            account => Assert.Equal(storage, account.At("sku", "name").GetString()));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Everything_that_can_be_tagged_has_its_azd_tags(string stage)
    {
        // Children and settings have no tags of their own.
        var tagged = Deployment.Of(stage).Resources.Where(resource => resource.Json.TryGetProperty("location", out _));

        Assert.All(tagged, resource => Assert.Equal(stage, resource.At("tags", "azd-env-name").GetString()));
        Assert.Equal("app", Deployment.Of(stage).Single("Microsoft.Web/sites").At("tags", "azd-service-name").GetString());
    }

    private static void Is<T>(T expected, Resource resource, params string[] path) =>
        Assert.Equal(expected, resource.At(["properties", .. path]).Deserialize<T>());
}
