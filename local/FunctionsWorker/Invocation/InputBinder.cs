using System.Reflection;
using System.Text;
using System.Text.Json;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Turns what the host sends into the function's arguments.</summary>
internal static class InputBinder
{
    /// <summary>The arguments, in the method's order.</summary>
    /// <exception cref="FunctionInputConverterException">A parameter cannot be had from what the host sent; the message names it.</exception>
    public static async Task<object?[]> BindAsync(
        FunctionDescriptor function, InvocationRequest request, InvocationContext context, BlobClients blobs)
    {
        var parameters = function.Method.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            arguments[i] = await BindAsync(function, parameters[i], request, context, blobs);
        return arguments;
    }

    private static async Task<object?> BindAsync(
        FunctionDescriptor function, ParameterInfo parameter, InvocationRequest request, InvocationContext context, BlobClients blobs)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
            return context;
        if (type == typeof(CancellationToken))
            return context.CancellationToken;

        var data = request.InputData.FirstOrDefault(input => input.Name == parameter.Name)?.Data;
        if (data is null)
            return FromMetadata(parameter, context);
        try
        {
            return data.DataCase == TypedData.DataOneofCase.ModelBindingData
                ? await blobs.OpenAsync(data.ModelBindingData, type, context.CancellationToken)
                : Convert(data, type, context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new FunctionInputConverterException(
                $"Error converting 1 input parameters for Function '{function.Name}': Cannot convert input parameter '{parameter.Name}' " +
                $"to type '{type}' from type '{data.DataCase}'. Error:{exception}",
                exception);
        }
    }

    private static object? FromMetadata(ParameterInfo parameter, InvocationContext context)
    {
        if (!context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) || value is not string text)
            return parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return parameter.ParameterType == typeof(string) ? text : JsonSerializer.Deserialize(text, parameter.ParameterType);
    }

    private static object? Convert(TypedData data, Type type, InvocationContext context) => data.DataCase switch
    {
        TypedData.DataOneofCase.None => null,
        TypedData.DataOneofCase.Http when type == typeof(HttpRequestData) => new RpcHttpRequestData(data.Http, context),
        TypedData.DataOneofCase.CollectionString when type == typeof(string[]) => data.CollectionString.String.ToArray(),
        TypedData.DataOneofCase.String when type == typeof(string) => data.String,
        TypedData.DataOneofCase.Json when type == typeof(string) => data.Json,
        TypedData.DataOneofCase.Bytes => FromBytes(data.Bytes, type),
        TypedData.DataOneofCase.Stream => FromBytes(data.Stream, type),
        TypedData.DataOneofCase.String => JsonSerializer.Deserialize(data.String, type),
        TypedData.DataOneofCase.Json => JsonSerializer.Deserialize(data.Json, type),
        _ => throw new NotSupportedException($"A {data.DataCase} cannot become a {type}."),
    };

    private static object? FromBytes(ByteString bytes, Type type) =>
        type == typeof(byte[]) ? bytes.ToByteArray()
        : type == typeof(string) ? Encoding.UTF8.GetString(bytes.Span)
        : JsonSerializer.Deserialize(bytes.Span, type);
}
