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
}
