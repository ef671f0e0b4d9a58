using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Triggers the function by an HTTP request.</summary>
/// <param name="authLevel">The key that a caller needs.</param>
/// <param name="methods">The HTTP methods, lower-case; none means any.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : BindingAttribute
{
    /// <summary>The key that a caller needs.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The HTTP methods; empty means any.</summary>
    public string[] Methods { get; } = methods;

    /// <summary>The route after the host's prefix; the function's name when null.</summary>
    public string? Route { get; set; }

    internal override IEnumerable<KeyValuePair<string, object>> Describe(Type target) =>
    [
        Member("type", "httpTrigger"),
        Member("direction", "In"),
        Member("authLevel", AuthLevel.ToString()),
        .. Methods.Length == 0 ? Optional("methods", null) : [Member("methods", Methods)],
        .. Optional("route", Route),
    ];
}
