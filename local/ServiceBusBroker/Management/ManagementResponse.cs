namespace ServiceBusBroker.Management;

/// <summary>What a node answers to a request.</summary>
/// <param name="Status">A status as in HTTP.</param>
/// <param name="Description">The status in words.</param>
/// <param name="Condition">The AMQP error condition; null when all went well.</param>
/// <param name="Body">The value that the request asked for, if any.</param>
internal sealed record ManagementResponse(int Status, string Description, string? Condition = null, object? Body = null)
{
    public static readonly ManagementResponse Ok = new(200, "OK");

    /// <summary>The token node's answer; tokens are not looked at.</summary>
    public static readonly ManagementResponse TokenAccepted = new(202, "Accepted");

    public static ManagementResponse With(object body) => Ok with { Body = body };
}
