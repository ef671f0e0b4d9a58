namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>One binding of a function: the members of its entry for the host, <c>name</c> first.</summary>
/// <param name="Name">The parameter, the output property, or <c>$return</c>.</param>
/// <param name="Members">All members, in order.</param>
internal sealed record FunctionBinding(string Name, IReadOnlyDictionary<string, object> Members)
{
    /// <summary>Stands for the method's own return value.</summary>
    public const string Return = "$return";

    /// <summary>The binding's type, as in <c>httpTrigger</c>.</summary>
    public string Type => (string)Members["type"];

    /// <summary>Whether the function writes to it.</summary>
    public bool IsOutput => (string)Members["direction"] == "Out";

    /// <summary>The payload's kind, if the function asks for one.</summary>
    public string? DataType => Members.GetValueOrDefault("dataType") as string;
}
