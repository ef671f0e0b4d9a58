namespace Microsoft.Azure.Functions.Worker;

/// <summary>The caller's trace, as in W3C Trace Context (https://www.w3.org/TR/trace-context/).</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> header's value; empty when there is none.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> header's value; empty when there is none.</summary>
    public abstract string TraceState { get; }
}
