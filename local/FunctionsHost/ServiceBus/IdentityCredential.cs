using Azure.Core;

namespace FunctionsHost.ServiceBus;

/// <summary>Signs in as a Microsoft Entra identity.</summary>
internal sealed class IdentityCredential(TokenCredential identity) : IBusCredential
{
    private static readonly TokenRequestContext Scope = new(["https://servicebus.azure.net/.default"]);

    public async ValueTask<BusToken> TokenAsync(string audience, CancellationToken cancel)
    {
        var token = await identity.GetTokenAsync(Scope, cancel);
        return new BusToken(BusToken.WebToken, token.Token, token.ExpiresOn);
    }
}
