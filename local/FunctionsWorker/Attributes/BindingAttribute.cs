namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What all binding attributes have in common: how the host is told about them.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Property)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>The binding's entry for the host, without its <c>name</c>: the members of a <c>function.json</c> binding, in order.</summary>
    /// <param name="target">The type of the parameter or property that carries the attribute.</param>
    internal abstract IEnumerable<KeyValuePair<string, object>> Describe(Type target);

    /// <summary>One member of a binding's entry.</summary>
    private protected static KeyValuePair<string, object> Member(string name, object value) => new(name, value);

    /// <summary>A member that is there only when its value is.</summary>
    private protected static IEnumerable<KeyValuePair<string, object>> Optional(string name, string? value) =>
        value is null ? [] : [Member(name, value)];

    /// <summary>The host is told the payload's kind when the target asks for text or bytes.</summary>
    private protected static IEnumerable<KeyValuePair<string, object>> DataType(Type target) =>
        target == typeof(string) || target == typeof(string[]) ? [Member("dataType", "String")]
        : target == typeof(byte[]) || target == typeof(byte[][]) ? [Member("dataType", "Binary")]
        : [];
}
