using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>The idle costs in docs/scaling.md are computed from numbers of this deployment.</summary>
public class DeployedIdleCostTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Idle_costs_come_from_as_many_resources_as_the_simulation_counts(string stage)
    {
        var deployment = Deployment.Of(stage);
        var bus = deployment.Single("Microsoft.ServiceBus/namespaces");
        var premium = bus.At("sku", "name").GetString() == "Premium";
        var ready = deployment.Single("Microsoft.Web/sites").At("properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady");

        Assert.Equal(Assumptions.Value($"{stage}.messagingUnits"), premium ? bus.At("sku", "capacity").GetInt32() : 0);
        Assert.Equal(
            Assumptions.Value($"{stage}.alwaysReady"),
            ready.EnumerateArray().Sum(group => group.GetProperty("instanceCount").GetInt32()));
        Assert.Equal(Assumptions.Value($"{stage}.privateEndpoints"), deployment.OfType("Microsoft.Network/privateEndpoints").Count());
        Assert.Equal(Assumptions.Value($"{stage}.privateZones"), deployment.OfType("Microsoft.Network/privateDnsZones").Count());
        Assert.Equal(
            Assumptions.Value("alerts.metric"),
            deployment.OfType("Microsoft.Insights/metricAlerts").Sum(rule => TimeSeries(rule, deployment)));
        // One of them watches each unfinished file, of which an idle stage has none.
        Assert.Equal(Assumptions.Value("alerts.log"), deployment.OfType("Microsoft.Insights/scheduledQueryRules").Count());
    }

    [Fact]
    public void Instance_size_and_limits_match_the_simulation()
    {
        var scale = Deployment.Prod.Single("Microsoft.Web/sites").At("properties", "functionAppConfig", "scaleAndConcurrency");

        Assert.Equal(Assumptions.Value("instance.memoryGB") * 1024, scale.GetProperty("instanceMemoryMB").GetInt32());
        Assert.Equal(Assumptions.Value("instance.maximum"), scale.GetProperty("maximumInstanceCount").GetInt32());
        Assert.Equal(
            Assumptions.Value("http.concurrency"),
            scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetInt32());
    }

    /// <summary>Azure charges for each time series that a rule watches: each queue, if it splits its metric by queue.</summary>
    private static int TimeSeries(Resource rule, Deployment deployment) =>
        Telemetry.Criterion(rule).GetProperty("dimensions").EnumerateArray().Aggregate(1, (series, dimension) =>
            series * dimension.GetProperty("values").EnumerateArray().Sum(value =>
                value.GetString() == "*" ? deployment.OfType("Microsoft.ServiceBus/namespaces/queues").Count() : 1));
}
