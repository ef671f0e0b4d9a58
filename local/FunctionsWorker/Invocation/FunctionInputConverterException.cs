namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host sent cannot become what the function asks for. The name is what the host logs.</summary>
internal sealed class FunctionInputConverterException(string message, Exception inner) : Exception(message, inner);
