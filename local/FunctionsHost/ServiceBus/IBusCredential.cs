namespace FunctionsHost.ServiceBus;

/// <summary>Gives the tokens that a namespace wants to see before it lets one attach to an entity. Thread-safe.</summary>
internal interface IBusCredential
{
    /// <param name="audience">The entity's address, <c>sb://HOST/ENTITY</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask<BusToken> TokenAsync(string audience, CancellationToken cancel);
}
