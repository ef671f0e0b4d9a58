namespace FunctionsHost.Worker;

/// <summary>The worker went away before it answered: whether the function ran to its end cannot be known.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
