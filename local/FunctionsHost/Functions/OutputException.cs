namespace FunctionsHost.Functions;

/// <summary>An output binding could not send what the function answered.</summary>
internal sealed class OutputException(string message, Exception? inner = null) : Exception(message, inner);
