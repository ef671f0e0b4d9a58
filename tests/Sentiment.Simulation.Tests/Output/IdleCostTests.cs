using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Tests.Support;

namespace Sentiment.Simulation.Tests.Output;

public class IdleCostTests
{
    // Round prices that are easy to add up by hand.
    private static readonly string[] Round =
    [
        "instance.memoryGB=4", "price.alwaysReadyGbSecond=0.000001", "price.messagingUnitHour=1", "price.standardNamespaceHour=0.1",
        "price.privateEndpointHour=0.01", "price.privateZoneMonth=1", "price.logGigabyte=2",
        "price.metricAlertMonth=1", "price.logAlertMonth=2", "alerts.metric=3", "alerts.log=2",
        "prod.alwaysReady=2", "prod.messagingUnits=2", "prod.privateEndpoints=10", "prod.privateZones=5", "prod.logGigabytesMonth=4",
        "dev.alwaysReady=0", "dev.messagingUnits=0", "dev.privateEndpoints=0", "dev.privateZones=0", "dev.logGigabytesMonth=1",
    ];

    [Fact]
    public void A_closed_stage_pays_for_units_instances_endpoints_logs_and_alerts()
    {
        var cost = Of("prod");

        Assert.Equal(1460, cost.ServiceBus, precision: 6);
        Assert.Equal(2 * 4 * 2.628, cost.AlwaysReady, precision: 6);
        Assert.Equal(73 + 5, cost.Network, precision: 6);
        Assert.Equal(8, cost.Logs, precision: 6);
        Assert.Equal(7, cost.Alerts, precision: 6);
        Assert.Equal(1460 + 21.024 + 78 + 8 + 7, cost.Total, precision: 6);
    }

    [Fact]
    public void A_small_stage_pays_the_base_charge_of_a_Standard_namespace() => Assert.Equal(73 + 2 + 7, Of("dev").Total, precision: 6);

    private static IdleCost Of(string stage) => new(stage, Data.Figures.With(Round));
}
