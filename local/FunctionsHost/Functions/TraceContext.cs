using System.Diagnostics;
using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Passes the W3C trace context from the caller of a function to the worker.</summary>
internal static class TraceContext
{
    /// <summary>The caller's context as the worker's parent; empty if the caller sent none, as in the Functions host.</summary>
    public static RpcTraceContext From(string? traceParent, string? traceState = null) =>
        ActivityContext.TryParse(traceParent, traceState, out _)
            ? new RpcTraceContext { TraceParent = traceParent, TraceState = traceState ?? "" }
            : new RpcTraceContext();

    /// <summary>A new span of the host: in the caller's trace, or in a new one if the caller sent none.</summary>
    public static string Child(string? traceParent)
    {
        var caller = ActivityContext.TryParse(traceParent, null, out var given)
            ? given
            : new ActivityContext(ActivityTraceId.CreateRandom(), default, ActivityTraceFlags.Recorded);
        return $"00-{caller.TraceId}-{ActivitySpanId.CreateRandom()}-{(int)caller.TraceFlags:x2}";
    }
}
