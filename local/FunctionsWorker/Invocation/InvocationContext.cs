using FunctionsProtocol;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The context of one invocation.</summary>
internal sealed class InvocationContext : FunctionContext
{
    private static readonly AsyncLocal<InvocationContext?> CurrentContext = new();

    private readonly InvocationRequest request;

    public InvocationContext(InvocationRequest request, IServiceProvider services, CancellationToken cancellationToken)
    {
        this.request = request;
        InstanceServices = services;
        CancellationToken = cancellationToken;
        BindingContext = new MetadataBindingContext(request.TriggerMetadata.ToDictionary(
            entry => entry.Key, entry => TypedDataText.From(entry.Value), StringComparer.OrdinalIgnoreCase));
        TraceContext = new RequestTraceContext(request.TraceContext ?? new RpcTraceContext());
        CurrentContext.Value = this;
    }

    /// <summary>The invocation on whose behalf the calling code runs, if any.</summary>
    public static InvocationContext? Current => CurrentContext.Value;

    public override string InvocationId => request.InvocationId;

    public override string FunctionId => request.FunctionId;

    public override TraceContext TraceContext { get; }

    public override BindingContext BindingContext { get; }

    public override IServiceProvider InstanceServices { get; set; }

    public override CancellationToken CancellationToken { get; }

    private sealed class MetadataBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class RequestTraceContext(RpcTraceContext trace) : TraceContext
    {
        public override string TraceParent => trace.TraceParent;

        public override string TraceState => trace.TraceState;
    }
}
