using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsHost.ServiceBus;

/// <summary>Signs tokens with a shared access key
/// (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas#generate-a-shared-access-signature-token).</summary>
internal sealed class SharedKey(string name, string key) : IBusCredential
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public ValueTask<BusToken> TokenAsync(string audience, CancellationToken cancel)
    {
        var expires = DateTimeOffset.UtcNow + Life;
        var resource = Uri.EscapeDataString(audience);
        var end = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{end}"));
        var token = $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={end}&skn={Uri.EscapeDataString(name)}";
        return ValueTask.FromResult(new BusToken(BusToken.SharedAccess, token, expires));
    }
}
