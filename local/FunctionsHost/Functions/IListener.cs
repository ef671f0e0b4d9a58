namespace FunctionsHost.Functions;

/// <summary>Listens for the trigger of one function. Disposing it gives running invocations a moment to finish.</summary>
internal interface IListener : IAsyncDisposable
{
    void Start();
}
