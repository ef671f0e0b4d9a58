using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>One function of the app: the method and how it is bound.</summary>
/// <param name="Id">Stable for one name, assembly and method.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The method.</param>
/// <param name="Bindings">All bindings in the order in which the host is told.</param>
internal sealed record FunctionDescriptor(string Id, string Name, MethodInfo Method, IReadOnlyList<FunctionBinding> Bindings)
{
    /// <summary>Namespace, class and method.</summary>
    public string EntryPoint { get; } = $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>The file that holds the method.</summary>
    public string ScriptFile { get; } = Path.GetFileName(Method.DeclaringType!.Assembly.Location);
}
