using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FunctionsHost.Http;

/// <summary>How the HTTP functions are served.</summary>
/// <param name="RoutePrefix">First part of every route; may be empty.</param>
/// <param name="Key">The key that functions above the level Anonymous require; null for no key.</param>
/// <param name="HasTelemetry">The host traces: every request gets a span of its own, which the answer names.</param>
/// <param name="Cors">Which pages of other origins may call; null: none.</param>
internal sealed record HttpOptions(string RoutePrefix, string? Key = null, bool HasTelemetry = false, CorsPolicy? Cors = null)
{
    /// <summary>The setting that holds the key.</summary>
    public const string KeySetting = "LocalHost__FunctionKey";
}
