namespace FunctionsHost.Functions;

/// <summary>The invocation that an output comes from; <paramref name="BindingData"/> fills the <c>{name}</c>s of its path.</summary>
internal sealed record OutputContext(Function Function, string InvocationId, IReadOnlyDictionary<string, string> BindingData);
