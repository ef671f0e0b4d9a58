using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Cost;

/// <summary>The cost of an idle stage in a month, in USD.</summary>
internal sealed record IdleCost(string Stage, FigureSet Figures)
{
    /// <summary>The stages of infra/stages.bicep.</summary>
    public static readonly string[] Stages = ["dev", "prod"];

    private const double HoursPerMonth = 730;

    /// <summary>A Premium namespace is charged by the messaging unit; a Standard namespace has a base charge.</summary>
    public double ServiceBus => HoursPerMonth * (this["messagingUnits"] > 0
        ? this["messagingUnits"] * Figures["price.messagingUnitHour"]
        : Figures["price.standardNamespaceHour"]);

    /// <summary>The baseline of the always-ready instances.</summary>
    public double AlwaysReady =>
        this["alwaysReady"] * Figures["instance.memoryGB"] * Figures["price.alwaysReadyGbSecond"] * HoursPerMonth * 3600;

    /// <summary>Private endpoints and their DNS zones.</summary>
    public double Network => this["privateEndpoints"] * Figures["price.privateEndpointHour"] * HoursPerMonth
        + this["privateZones"] * Figures["price.privateZoneMonth"];

    /// <summary>Logs and metrics of the idle stage.</summary>
    public double Logs => this["logGigabytesMonth"] * Figures["price.logGigabyte"];

    /// <summary>Alert rules: on metrics by the time series that they watch, on logs by the rule.</summary>
    public double Alerts =>
        Figures["alerts.metric"] * Figures["price.metricAlertMonth"] + Figures["alerts.log"] * Figures["price.logAlertMonth"];

    /// <summary>The sum of all items.</summary>
    public double Total => ServiceBus + AlwaysReady + Network + Logs + Alerts;

    private double this[string name] => Figures[$"{Stage}.{name}"];
}
