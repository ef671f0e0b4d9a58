using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>The functions of an assembly, found by their attributes.</summary>
internal sealed class FunctionIndex
{
    private readonly Dictionary<string, FunctionDescriptor> byId;

    public FunctionIndex(Assembly assembly)
    {
        byId = assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (method, attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.attribute is not null)
            .Select(found => Describe(found.attribute!.Name, found.method))
            .ToDictionary(function => function.Id);
    }

    /// <summary>All functions.</summary>
    public IReadOnlyCollection<FunctionDescriptor> Functions => byId.Values;

    /// <summary>The function of this id.</summary>
    /// <exception cref="InvalidOperationException">The app has none.</exception>
    public FunctionDescriptor this[string id] => byId.TryGetValue(id, out var function)
        ? function
        : throw new InvalidOperationException($"The app has no function with the id '{id}'.");

    private static FunctionDescriptor Describe(string name, MethodInfo method)
    {
        var result = ResultType(method.ReturnType);
        FunctionBinding[] bindings = [.. ReturnAttribute(method, result), .. Parameters(method), .. Outputs(method, result)];
        var identity = $"{name}|{method.DeclaringType!.Assembly.GetName().Name}|{method.DeclaringType.FullName}.{method.Name}";
        return new(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(identity))).ToString(CultureInfo.InvariantCulture), name, method, bindings);
    }

    private static IEnumerable<FunctionBinding> ReturnAttribute(MethodInfo method, Type result) =>
        method.GetCustomAttributes<BindingAttribute>().Select(attribute => Bind(FunctionBinding.Return, attribute.Describe(result)));

    private static IEnumerable<FunctionBinding> Parameters(MethodInfo method) =>
        from parameter in method.GetParameters()
        from attribute in parameter.GetCustomAttributes<BindingAttribute>()
        select Bind(parameter.Name!, attribute.Describe(parameter.ParameterType));

    private static IEnumerable<FunctionBinding> Outputs(MethodInfo method, Type result)
    {
        if (result == typeof(HttpResponseData))
            return [Http(FunctionBinding.Return)];
        return result.GetProperties().SelectMany(property => property.PropertyType == typeof(HttpResponseData)
            ? [Http(property.Name)]
            : property.GetCustomAttributes<BindingAttribute>().Select(attribute => Bind(property.Name, attribute.Describe(property.PropertyType))));
    }

    private static FunctionBinding Http(string name) => Bind(name, [new("type", "http"), new("direction", "Out")]);

    private static FunctionBinding Bind(string name, IEnumerable<KeyValuePair<string, object>> members) =>
        new(name, new OrderedDictionary<string, object>([new("name", name), .. members]));

    private static Type ResultType(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) ? typeof(void)
        : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
}
