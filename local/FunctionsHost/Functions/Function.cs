using FunctionsHost.Settings;
using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>A function that the worker offers: its name, its id on the wire, its trigger and its other bindings.</summary>
internal sealed class Function
{
    public Function(RpcFunctionMetadata metadata, AppSettings settings)
    {
        (Name, Id) = (metadata.Name, metadata.FunctionId);
        Bindings = [.. metadata.RawBindings.Select(json => new Binding(json, Name, settings))];
        Trigger = Bindings.Where(binding => binding.IsTrigger).ToList() is [var only]
            ? only
            : throw new HostException(
                $"Function {Name} has {Bindings.Count(binding => binding.IsTrigger)} triggers; a function has exactly one.");
    }

    public string Name { get; }

    /// <summary>Its id in InvocationRequests; the same at every start of the same app.</summary>
    public string Id { get; }

    public IReadOnlyList<Binding> Bindings { get; }

    public Binding Trigger { get; }

    public IEnumerable<Binding> Inputs => Bindings.Where(binding => !binding.IsTrigger && !binding.IsOutput);

    public IEnumerable<Binding> Outputs => Bindings.Where(binding => binding.IsOutput);

    public override string ToString() => Name;
}
