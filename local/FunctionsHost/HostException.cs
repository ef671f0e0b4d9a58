namespace FunctionsHost;

/// <summary>Something the user can put right: the message names the input, the reason and the remedy, and is all that is shown.</summary>
internal sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
