namespace FunctionsHost.ServiceBus;

/// <summary>A signature made elsewhere, which cannot be renewed.</summary>
internal sealed class FixedSignature(string signature) : IBusCredential
{
    public ValueTask<BusToken> TokenAsync(string audience, CancellationToken cancel) =>
        ValueTask.FromResult(new BusToken(BusToken.SharedAccess, signature, DateTimeOffset.MaxValue));
}
