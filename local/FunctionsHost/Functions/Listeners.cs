namespace FunctionsHost.Functions;

/// <summary>Everything that takes work for the functions. It is stopped together, so that none takes work while another one ends.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> listeners = [];

    /// <summary>Adds one that has been started.</summary>
    public void Add(IAsyncDisposable listener) => listeners.Add(listener);

    /// <summary>Creates the listeners of each function with this trigger, and starts them once all are created.</summary>
    public void Start(IEnumerable<Function> functions, string triggerType, Func<Function, IEnumerable<IListener>> make)
    {
        var created = functions.Where(function => function.Trigger.Is(triggerType)).SelectMany(make).ToList();
        created.ForEach(listener => listener.Start());
        listeners.AddRange(created);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));
}

/// <summary>Listens for the trigger of one function. Disposing it gives running invocations a moment to finish.</summary>
internal interface IListener : IAsyncDisposable
{
    void Start();
}
