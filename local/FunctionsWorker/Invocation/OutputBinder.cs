using System.Text.Json;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Puts what a function returned into the answer: as the return value, or as one entry an output property.</summary>
internal static class OutputBinder
{
    public static void Write(FunctionDescriptor function, object? result, InvocationResponse response)
    {
        if (result is null)
            return;
        var outputs = function.Bindings.Where(binding => binding.IsOutput).ToList();
        if (outputs.Count == 0 || outputs.Any(binding => binding.Name == FunctionBinding.Return))
        {
            response.ReturnValue = Convert(result);
            return;
        }

        foreach (var output in outputs)
        {
            if (result.GetType().GetProperty(output.Name)?.GetValue(result) is { } value)
                response.OutputData.Add(new ParameterBinding { Name = output.Name, Data = Convert(value) });
        }
    }

    private static TypedData Convert(object value) => value switch
    {
        HttpResponseData http => new() { Http = ((RpcHttpResponseData)http).ToRpc() },
        string text => new() { String = text },
        byte[] bytes => new() { Bytes = ByteString.CopyFrom(bytes) },
        _ => new() { Json = JsonSerializer.Serialize(value, value.GetType()) },
    };
}
