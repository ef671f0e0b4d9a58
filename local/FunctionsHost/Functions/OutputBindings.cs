using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Sends a function's output through its output bindings.</summary>
internal sealed class OutputBindings(IReadOnlyDictionary<string, IOutput> outputs)
{
    /// <summary>Sends every output, one after the other; the HTTP response is returned elsewhere.</summary>
    /// <exception cref="OutputException">An output could not be sent: the invocation has failed, although earlier outputs
    /// have been sent.</exception>
    public async Task SendAsync(Function function, InvocationResponse response, IReadOnlyDictionary<string, string> bindingData)
    {
        foreach (var binding in function.Outputs.Where(binding => !binding.Is("http")))
        {
            if (DataFor(binding, response) is not { DataCase: not TypedData.DataOneofCase.None } data)
                continue;
            if (!outputs.TryGetValue(binding.Type, out var output))
                throw new OutputException($"{function.Name}: this host has no output binding of type '{binding.Type}' ({binding.Name}).");
            try
            {
                await output.SendAsync(binding, data, new OutputContext(function, response.InvocationId, bindingData));
            }
            catch (Exception exception) when (exception is not OutputException)
            {
                throw new OutputException($"{function.Name}: output {binding.Name} could not be sent: {exception.Message}", exception);
            }
        }
    }

    /// <summary>The HTTP answer among a function's outputs; null if there is none.</summary>
    public static RpcHttp? HttpOutput(Function function, InvocationResponse response) =>
        function.Outputs.FirstOrDefault(binding => binding.Is("http")) is { } binding ? DataFor(binding, response)?.Http : null;

    private static TypedData? DataFor(Binding binding, InvocationResponse response) => binding.Name == "$return"
        ? response.ReturnValue
        : response.OutputData.FirstOrDefault(output => output.Name.Equals(binding.Name, StringComparison.OrdinalIgnoreCase))?.Data;
}

/// <summary>Sends one type of output binding. Thread-safe.</summary>
internal interface IOutput
{
    /// <summary>Sends <paramref name="data"/>; returns when its receiver has stored it, and throws if that is not certain.</summary>
    Task SendAsync(Binding binding, TypedData data, OutputContext context);
}

/// <summary>The invocation that an output comes from; <paramref name="BindingData"/> fills the <c>{name}</c>s of its path.</summary>
internal sealed record OutputContext(Function Function, string InvocationId, IReadOnlyDictionary<string, string> BindingData);

/// <summary>An output binding could not send the function's output.</summary>
internal sealed class OutputException(string message, Exception? inner = null) : Exception(message, inner);
