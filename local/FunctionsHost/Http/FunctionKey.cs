using System.Security.Cryptography;
using System.Text;
using FunctionsHost.Functions;

namespace FunctionsHost.Http;

/// <summary>
/// Whether a caller may call a function. As with Core Tools, anybody may while no key is set. With one, the function and admin levels both
/// require it. The Functions host's many keys and their scopes are not implemented.
/// </summary>
internal static class FunctionKey
{
    /// <summary>True if the trigger is anonymous, or if the request has the key in the header or in the query.</summary>
    public static bool Admits(HttpRequest request, Binding trigger, string? key) =>
        key is null
        || "anonymous".Equals(trigger.Text("authLevel"), StringComparison.OrdinalIgnoreCase)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Given(request)), Encoding.UTF8.GetBytes(key));

    private static string Given(HttpRequest request) =>
        request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
}
