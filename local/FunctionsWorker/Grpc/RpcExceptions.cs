using FunctionsProtocol;

namespace Microsoft.Azure.Functions.Worker.Grpc;

/// <summary>Exceptions as the host is told of them.</summary>
internal static class RpcExceptions
{
    public static RpcException From(Exception exception) => new()
    {
        Message = exception.Message,
        Source = exception.Source ?? "",
        StackTrace = exception.StackTrace ?? "",
        Type = exception.GetType().FullName ?? "",
        IsUserException = true,
    };
}
