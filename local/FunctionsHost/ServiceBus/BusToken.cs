namespace FunctionsHost.ServiceBus;

/// <summary>A token, its kind as claims-based security names it, and the time until which it is good.</summary>
internal sealed record BusToken(string Kind, string Value, DateTimeOffset Expires)
{
    public const string SharedAccess = "servicebus.windows.net:sastoken";
    public const string WebToken = "jwt";
}
