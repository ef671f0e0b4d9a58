namespace FunctionsHost.Functions;

/// <summary>Watches for what triggers one function. Disposing of it lets what runs finish for a moment.</summary>
internal interface IListener : IAsyncDisposable
{
    void Start();
}
