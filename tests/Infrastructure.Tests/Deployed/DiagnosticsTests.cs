using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class DiagnosticsTests
{
    // Every deployed type is in one of the two lists, so a new type forces a decision.
    private static readonly HashSet<string> Watched =
    [
        "Microsoft.EventGrid/systemTopics",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.ServiceBus/namespaces",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/queueServices",
        "Microsoft.Storage/storageAccounts/tableServices",
        "Microsoft.Web/sites",
    ];

    private static readonly Dictionary<string, string> Unwatched = new()
    {
        ["Microsoft.Authorization/roleAssignments"] = "have none; the activity log records them",
        ["Microsoft.Insights/actionGroups"] = "have none",
        ["Microsoft.Insights/components"] = "writes into the same workspace by itself; a setting would store everything twice",
        ["Microsoft.Insights/diagnosticSettings"] = "are the settings themselves",
        ["Microsoft.Insights/metricAlerts"] = "have none",
        ["Microsoft.Insights/scheduledQueryRules"] = "have none",
        ["Microsoft.Insights/workbooks"] = "have none",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "have none; sign-ins are Entra's log",
        ["Microsoft.Network/privateDnsZones"] = "only count record sets",
        ["Microsoft.Network/privateDnsZones/virtualNetworkLinks"] = "have none",
        ["Microsoft.Network/privateEndpoints"] = "only count bytes, which the services behind them do too",
        ["Microsoft.Network/privateEndpoints/privateDnsZoneGroups"] = "have none",
        ["Microsoft.Resources/resourceGroups"] = "have none",
        ["Microsoft.ServiceBus/namespaces/queues"] = "are covered by their namespace",
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = "are covered by their service",
        ["Microsoft.Storage/storageAccounts/managementPolicies"] = "have none",
        ["Microsoft.Web/serverfarms"] = "a Flex Consumption plan has no machines of its own; the app reports",
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = "have none",
        ["Microsoft.Web/sites/config"] = "have none",
    };

    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Every_resource_with_diagnostics_is_monitored(string stage)
    {
        var deployment = Deployment.Of(stage);
        var watched = deployment.OfType("Microsoft.Insights/diagnosticSettings").Select(Target).ToHashSet();

        foreach (var resource in deployment.Resources)
        {
            var listed = Watched.Contains(resource.Type) || Unwatched.ContainsKey(resource.Type);
            Assert.True(listed, $"{resource.Type} is in neither list.");
            if (Watched.Contains(resource.Type))
                Assert.Contains(resource.Id, watched);
        }
    }

    [Theory, MemberData(nameof(Stages))]
    public void Every_diagnostic_setting_sends_something_to_the_workspace(string stage)
    {
        var workspace = Deployment.Of(stage).Single("Microsoft.OperationalInsights/workspaces").Id;

        foreach (var setting in Deployment.Of(stage).OfType("Microsoft.Insights/diagnosticSettings"))
        {
            var target = setting.At("properties", "workspaceId").GetString()!;
            Assert.True(target == workspace || target.EndsWith("outputs.workspaceId.value]", StringComparison.Ordinal), target);
            Assert.NotEqual(0, setting.At("properties", "metrics").GetArrayLength());
        }
    }

    private static string Target(Resource setting) => setting.Id.Split("/providers/Microsoft.Insights/diagnosticSettings/")[0];
}
