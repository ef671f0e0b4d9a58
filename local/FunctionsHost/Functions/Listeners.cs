namespace FunctionsHost.Functions;

/// <summary>All listeners of one type of trigger, started and stopped together.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly List<IListener> listeners;

    private Listeners(List<IListener> listeners) => this.listeners = listeners;

    /// <summary>Creates the listeners of each function with this trigger, and starts them once all are created.</summary>
    public static Listeners Start(IEnumerable<Function> functions, string triggerType, Func<Function, IEnumerable<IListener>> make)
    {
        var listeners = functions.Where(function => function.Trigger.Is(triggerType)).SelectMany(make).ToList();
        listeners.ForEach(listener => listener.Start());
        return new Listeners(listeners);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));
}

/// <summary>Listens for the trigger of one function. Disposing it gives running invocations a moment to finish.</summary>
internal interface IListener : IAsyncDisposable
{
    void Start();
}
