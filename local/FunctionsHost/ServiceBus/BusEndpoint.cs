using System.Globalization;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Where a Service Bus namespace is and how to be let in, from a connection string
/// (<c>Endpoint=sb://...;SharedAccessKeyName=...;SharedAccessKey=...;UseDevelopmentEmulator=true</c>) or an identity setting.
/// </summary>
internal sealed record BusEndpoint(string Host, int? ExplicitPort, bool IsEmulator, IBusCredential Credential)
{
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>The emulator speaks AMQP without TLS, everything else with.</summary>
    public bool UsesTls => !IsEmulator;

    public int Port => ExplicitPort ?? (UsesTls ? TlsPort : PlainPort);

    public bool IsLoopback => Host is "localhost" or "127.0.0.1" or "::1" or "[::1]";

    /// <summary>The connection that bindings name <paramref name="connection"/>: a connection string, or <c>NAME__fullyQualifiedNamespace</c>.</summary>
    /// <exception cref="HostException">Neither is set, or the string is none.</exception>
    public static BusEndpoint From(AppSettings settings, string connection, string usedBy)
    {
        if (ConnectionSetting.Find(settings, connection) is { } text)
            return Parse(text, connection);
        return ConnectionSetting.Find(settings, connection + "__fullyQualifiedNamespace") is { } name
            ? new BusEndpoint(name.Trim(), null, false, new IdentityCredential(ConnectionSetting.Credential(settings, connection)))
            : throw settings.Missing(connection, usedBy);
    }

    public static BusEndpoint Parse(string connectionString, string setting)
    {
        var parts = ConnectionSetting.Split(connectionString);
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint) || endpoint.Scheme != "sb" || endpoint.Host.Length == 0)
            throw new HostException($"The setting '{setting}' is no Service Bus connection string: it must begin with Endpoint=sb://HOST/ and give SharedAccessKeyName and SharedAccessKey.");
        var isEmulator = "true".Equals(parts.GetValueOrDefault("UseDevelopmentEmulator"), StringComparison.OrdinalIgnoreCase);
        IBusCredential credential = (parts.GetValueOrDefault("SharedAccessSignature"), parts.GetValueOrDefault("SharedAccessKeyName"), parts.GetValueOrDefault("SharedAccessKey")) switch
        {
            ({ } signature, _, _) => new FixedSignature(signature),
            (_, { } name, { } key) => new SharedKey(name, key),
            _ => throw new HostException($"The setting '{setting}' has no SharedAccessKeyName and SharedAccessKey. Add them, or set {setting}__fullyQualifiedNamespace to sign in by identity."),
        };
        return new BusEndpoint(endpoint.Host, endpoint.Port > 0 ? endpoint.Port : null, isEmulator, credential);
    }

    /// <summary>The same connection string with another port: what everybody gets told who shall use the host's own broker.</summary>
    public static string WithPort(string connectionString, int port)
    {
        var parts = ConnectionSetting.Split(connectionString);
        parts["Endpoint"] = $"sb://{new Uri(parts["Endpoint"]).Host}:{port.ToString(CultureInfo.InvariantCulture)}";
        return string.Concat(parts.Select(part => $"{part.Key}={part.Value};"));
    }
}
