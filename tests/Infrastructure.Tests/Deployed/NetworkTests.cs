using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class NetworkTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Fact]
    public void The_small_stage_has_no_network() =>
        Assert.DoesNotContain(Deployment.Dev.Resources, resource => resource.Type.Split('/')[0] == "Microsoft.Network");

    [Fact]
    public void In_the_closed_stage_storage_Service_Bus_and_app_refuse_the_internet()
    {
        var site = Deployment.Prod.Single("Microsoft.Web/sites");
        var serviceBus = Deployment.Prod.Single("Microsoft.ServiceBus/namespaces");

        Assert.All(
            Deployment.Prod.OfType("Microsoft.Storage/storageAccounts"),
            account => Assert.Equal("Deny", account.At("properties", "networkAcls", "defaultAction").GetString()));
        Assert.Equal("Disabled", serviceBus.At("properties", "publicNetworkAccess").GetString());
        Assert.Equal("Premium", serviceBus.At("sku", "name").GetString());
        Assert.Equal("Deny", site.At("properties", "siteConfig", "ipSecurityRestrictionsDefaultAction").GetString());
        Assert.Equal("Deny", site.At("properties", "siteConfig", "scmIpSecurityRestrictionsDefaultAction").GetString());
        Assert.Contains("appSubnetId", site.At("properties", "virtualNetworkSubnetId").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stages))]
    public void Public_network_access_is_on_so_that_the_access_rules_apply(string stage)
    {
        var site = Deployment.Of(stage).Single("Microsoft.Web/sites");

        Assert.Equal("Enabled", site.At("properties", "publicNetworkAccess").GetString());
    }

    [Fact]
    public async Task The_compiled_template_enables_public_access_in_every_stage()
    {
        using var copy = new InfraCopy();
        Assert.Equal(0, (await BicepCli.Run("build", copy.At("modules/functionApp.bicep"))).ExitCode);
        var template = JsonElement.Parse(File.ReadAllText(copy.At("modules/functionApp.json")));
        var site = template.GetProperty("resources").GetProperty("site");

        Assert.Equal("Enabled", site.GetProperty("properties").GetProperty("publicNetworkAccess").GetString());
    }

    [Fact]
    public void Event_Grid_alone_still_reaches_the_closed_app()
    {
        var rules = Deployment.Prod.Single("Microsoft.Web/sites").At("properties", "siteConfig", "ipSecurityRestrictions");

        Assert.Equal("AzureEventGrid", Assert.Single(rules.EnumerateArray()).GetProperty("ipAddress").GetString());
    }

    [Theory]
    [InlineData("ipSecurityRestrictions", "AzureEventGrid")]
    [InlineData("scmIpSecurityRestrictions")]
    public async Task App_and_publishing_allow_the_addresses_as_CIDR(string rules, params string[] before)
    {
        var site = (await Customised.Deployed()).Single("Microsoft.Web/sites");
        var addresses = site.At("properties", "siteConfig", rules).EnumerateArray()
            .Select(rule => rule.GetProperty("ipAddress").GetString());

        Assert.Equal([.. before, "203.0.113.7/32", "198.51.100.4/31", "192.0.2.0/24", "203.0.113.9/32"], addresses);
    }

    [Fact]
    public async Task Storage_allows_the_addresses_one_by_one_because_it_refuses_the_smallest_ranges()
    {
        foreach (var account in (await Customised.Deployed()).OfType("Microsoft.Storage/storageAccounts"))
        {
            var addresses = account.At("properties", "networkAcls", "ipRules").EnumerateArray()
                .Select(rule => rule.GetProperty("value").GetString());

            Assert.Equal(["203.0.113.7", "198.51.100.4", "198.51.100.5", "192.0.2.0/24", "203.0.113.9"], addresses);
        }
    }

    // README and main.bicep say so of SENTIMENT_ALLOWED_ADDRESSES.
    [Fact]
    public async Task Service_Bus_is_closed_to_the_addresses_too() =>
        Assert.Equal(
            "Disabled",
            (await Customised.Deployed()).Single("Microsoft.ServiceBus/namespaces").At("properties", "publicNetworkAccess").GetString());

    [Fact]
    public void Every_service_that_the_app_talks_to_has_a_private_endpoint_with_a_name()
    {
        var endpoints = Deployment.Prod.OfType("Microsoft.Network/privateEndpoints").ToArray();
        var services = endpoints.Select(endpoint => endpoint.At("properties", "privateLinkServiceConnections")[0])
            .Select(connection => connection.GetProperty("properties").GetProperty("groupIds")[0].GetString());

        Assert.Equal(["blob", "blob", "namespace", "queue", "queue", "sites", "table"], services.Order());
        Assert.Equal(endpoints.Length, Deployment.Prod.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        Assert.Equal(5, Deployment.Prod.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count());
    }

    [Fact]
    public void The_apps_subnet_is_delegated_to_Flex_Consumption()
    {
        var subnet = Deployment.Prod.Single("Microsoft.Network/virtualNetworks").At("properties", "subnets")[0].GetProperty("properties");
        var delegation = subnet.GetProperty("delegations")[0].GetProperty("properties");

        Assert.Equal("Microsoft.App/environments", delegation.GetProperty("serviceName").GetString());
    }

    // A deployment registers the providers of its resources; a delegation is none.
    [Fact]
    public void The_guide_registers_the_provider_of_every_delegation()
    {
        var delegations = Deployment.Prod.Single("Microsoft.Network/virtualNetworks").At("properties", "subnets").EnumerateArray()
            .Where(subnet => subnet.GetProperty("properties").TryGetProperty("delegations", out _))
            .SelectMany(subnet => subnet.GetProperty("properties").GetProperty("delegations").EnumerateArray())
            .Select(delegation => delegation.GetProperty("properties").GetProperty("serviceName").GetString()!)
            .ToArray();

        Assert.NotEmpty(delegations);
        Assert.All(delegations, service => Assert.Contains(
            $"az provider register --namespace {service.Split('/')[0]} ", Repository.Read("docs", "deployment.md"),
            StringComparison.Ordinal));
    }
}
