namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function can know about its own invocation. One instance an invocation; not thread-safe.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's id, as the host logs it.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, stable for one build of the app.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The caller's trace.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger tells beside the payload.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Cancelled when the host gives the invocation up or stops.</summary>
    public virtual CancellationToken CancellationToken => CancellationToken.None;
}
