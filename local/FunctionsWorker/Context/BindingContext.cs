namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger tells beside the payload.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's metadata by name, any case; collections arrive as JSON text.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
