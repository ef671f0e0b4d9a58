using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class NetworkTests
{
    [Fact]
    public void The_small_stage_has_no_network() =>
        Assert.DoesNotContain(Deployment.Dev.Resources, resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));

    [Fact]
    public void In_the_closed_stage_storage_Service_Bus_and_app_turn_the_internet_away()
    {
        var site = Deployment.Prod.Single("Microsoft.Web/sites");

        Assert.All(Deployment.Prod.OfType("Microsoft.Storage/storageAccounts"), account => Assert.Equal("Deny", account.At("properties", "networkAcls", "defaultAction").GetString()));
        Assert.Equal("Disabled", Deployment.Prod.Single("Microsoft.ServiceBus/namespaces").At("properties", "publicNetworkAccess").GetString());
        Assert.Equal("Premium", Deployment.Prod.Single("Microsoft.ServiceBus/namespaces").At("sku", "name").GetString());
        Assert.Equal("Deny", site.At("properties", "siteConfig", "ipSecurityRestrictionsDefaultAction").GetString());
        Assert.Equal("Deny", site.At("properties", "siteConfig", "scmIpSecurityRestrictionsDefaultAction").GetString());
        Assert.Contains("appSubnetId", site.At("properties", "virtualNetworkSubnetId").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Event_Grid_alone_still_reaches_the_closed_app()
    {
        var rules = Deployment.Prod.Single("Microsoft.Web/sites").At("properties", "siteConfig", "ipSecurityRestrictions");

        Assert.Equal("AzureEventGrid", Assert.Single(rules.EnumerateArray()).GetProperty("ipAddress").GetString());
    }

    [Fact]
    public async Task An_address_that_is_let_in_reaches_app_publishing_and_storage()
    {
        var deployment = await Customised.Deployed();
        var site = deployment.Single("Microsoft.Web/sites");

        Assert.Contains(Customised.Address, site.At("properties", "siteConfig", "ipSecurityRestrictions").ToString(), StringComparison.Ordinal);
        Assert.Contains(Customised.Address, site.At("properties", "siteConfig", "scmIpSecurityRestrictions").ToString(), StringComparison.Ordinal);
        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts"), account =>
            Assert.Contains(Customised.Address, account.At("properties", "networkAcls", "ipRules").ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_service_that_the_app_talks_to_has_a_private_endpoint_with_a_name()
    {
        var endpoints = Deployment.Prod.OfType("Microsoft.Network/privateEndpoints").ToArray();
        var services = endpoints.Select(endpoint => endpoint.At("properties", "privateLinkServiceConnections")[0].GetProperty("properties").GetProperty("groupIds")[0].GetString());

        Assert.Equal(["blob", "blob", "namespace", "queue", "queue", "sites", "table"], services.Order());
        Assert.Equal(endpoints.Length, Deployment.Prod.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        Assert.Equal(5, Deployment.Prod.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count());
    }

    [Fact]
    public void The_apps_subnet_is_handed_to_Flex_Consumption()
    {
        var subnet = Deployment.Prod.Single("Microsoft.Network/virtualNetworks").At("properties", "subnets")[0].GetProperty("properties");

        Assert.Equal("Microsoft.App/environments", subnet.GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName").GetString());
    }
}
