using System.Diagnostics;
using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Carries W3C trace context from whoever triggered a function to the worker.</summary>
internal static class TraceContext
{
    /// <summary>The caller's context as the worker's parent; empty, as the Functions host sends it, when the caller gave none.</summary>
    public static RpcTraceContext From(string? traceParent, string? traceState = null) =>
        ActivityContext.TryParse(traceParent, traceState, out _)
            ? new RpcTraceContext { TraceParent = traceParent, TraceState = traceState ?? "" }
            : new RpcTraceContext();

    /// <summary>A span of the host's own: in the caller's trace, or in a new one when the caller gave none.</summary>
    public static string Child(string? traceParent)
    {
        var caller = ActivityContext.TryParse(traceParent, null, out var given)
            ? given
            : new ActivityContext(ActivityTraceId.CreateRandom(), default, ActivityTraceFlags.Recorded);
        return $"00-{caller.TraceId}-{ActivitySpanId.CreateRandom()}-{(int)caller.TraceFlags:x2}";
    }
}
