using Amqp;
using Amqp.Sasl;
using Amqp.Types;
using ServiceBusBroker.Links;

namespace ServiceBusBroker.Connections;

/// <summary>
/// A SASL mechanism that lets everyone in: the broker is for one machine, and tokens sent to <c>$cbs</c> are not checked either.
/// </summary>
internal sealed class AnonymousSasl(string mechanism, FlowTracker flows) : SaslProfile(new Symbol(mechanism))
{
    /// <summary>What the official clients ask for: MSSBCBS announces that a token follows, ANONYMOUS is what simpler clients use.</summary>
    public static readonly string[] Mechanisms = ["MSSBCBS", "ANONYMOUS"];

    protected override ITransport UpgradeTransport(ITransport transport) => new DelayedHeaderTransport((IAsyncTransport)transport, flows);

    protected override DescribedList? GetStartCommand(string hostname) => null;

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}
