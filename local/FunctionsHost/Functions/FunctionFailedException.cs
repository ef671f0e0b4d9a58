using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>The function itself failed: what the worker said about it.</summary>
internal sealed class FunctionFailedException(StatusResult result)
    : Exception(result.Exception is { } thrown ? $"{thrown.Type}: {thrown.Message}" : $"status {result.Status}")
{
    /// <summary>Where in the function it failed; may be empty.</summary>
    public string WorkerStackTrace { get; } = result.Exception?.StackTrace ?? "";
}
