using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Figures;
using static Sentiment.Simulation.Output.Format;

namespace Sentiment.Simulation.Output;

/// <summary>What each stage costs while nothing comes.</summary>
internal static class IdleTable
{
    /// <summary>USD a month, by what is paid for and by stage.</summary>
    public static string Write(FigureSet figures)
    {
        var stages = IdleCost.Stages.Select(stage => new IdleCost(stage, figures)).ToArray();
        (string What, Func<IdleCost, double> Of)[] parts =
        [
            ("Service Bus: base charge or messaging units", cost => cost.ServiceBus),
            ("instances always ready", cost => cost.AlwaysReady),
            ("private endpoints and their zones", cost => cost.Network),
            ("logs and metrics", cost => cost.Logs),
            ("alert rules", cost => cost.Alerts),
            ("**together**", cost => cost.Total),
        ];
        return Table(
            1,
            ["USD a month, idle", .. IdleCost.Stages],
            parts.Select(part => (string[])[part.What, .. stages.Select(stage => Money(part.Of(stage)))]));
    }
}
