using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceBusBroker.Connections;
using ServiceBusBroker.Links;

namespace ServiceBusBroker;

/// <summary>
/// Service Bus queues in memory, for the official clients on the same machine: AMQP 1.0 without TLS on 127.0.0.1, no access control.
/// Messages live as long as the broker. All members are thread-safe.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    // How often the broker applies the time while nobody sends or receives; operations always see the exact state.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    // Clients answer a close at once; a client that hangs must not block the broker.
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly BrokerOptions options;
    private readonly TimeProvider time;
    private readonly QueueNodes nodes;
    private readonly LoopbackListener listener;
    private readonly ITimer ticks;
    private readonly Task accepting;
    private readonly ConcurrentDictionary<ClientConnection, bool> connections = [];
    private int disposed;

    private Broker(BrokerOptions options)
    {
        this.options = options;
        time = options.TimeProvider ?? TimeProvider.System;
        nodes = new QueueNodes(time, options.Logger ?? NullLogger.Instance);
        foreach (var queue in options.Queues)
            nodes.Declare(queue);
        listener = LoopbackListener.Start(options.Port);
        Port = listener.Port;
        ticks = time.CreateTimer(_ => nodes.Advance(), null, Tick, Tick);
        accepting = listener.AcceptAsync(Serve);
    }

    /// <summary>The TCP port on 127.0.0.1 where the broker listens.</summary>
    public int Port { get; }

    /// <summary>What an official client needs to connect. The key is a placeholder: it is not checked.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName=RootManageSharedAccessKey;" +
        "SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

    /// <summary>Starts a broker; it serves clients when this returns.</summary>
    /// <exception cref="ArgumentException">The options, or those of a queue, are invalid.</exception>
    /// <exception cref="InvalidOperationException">The port is taken.</exception>
    public static Broker Start(BrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new Broker(options);
    }

    /// <summary>Creates a queue. An existing one with the same options is not changed and keeps its messages.</summary>
    /// <exception cref="ArgumentException">The options are invalid, or the queue exists with other options.</exception>
    /// <exception cref="ObjectDisposedException">The broker has stopped.</exception>
    public void Declare(QueueOptions queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        nodes.Declare(queue);
    }

    /// <summary>Counts a queue's messages by state.</summary>
    /// <exception cref="ArgumentException">There is no such queue.</exception>
    public QueueCounts Count(string queue) => nodes.Find(queue)?.Queue.Count()
        ?? throw new ArgumentException($"There is no queue '{queue}'. Declare it first.", nameof(queue));

    /// <summary>How long every answer and every delivery takes.</summary>
    internal TimeSpan Latency => options.Latency;

    /// <summary>How many links receive from a queue now.</summary>
    internal int CountReceivers(string queue) => nodes.Find(queue)?.Dispatcher.Receivers ?? 0;

    /// <summary>
    /// Stops: the port is free, all connections are closed and the messages gone when this completes. A second call does nothing.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;

        listener.Dispose();
        await accepting.ConfigureAwait(false);
        await ticks.DisposeAsync().ConfigureAwait(false);
        foreach (var connection in connections.Keys)
            connection.BeginClose();
        await Task.WhenAll(connections.Keys.Select(connection => connection.Closed))
            .WaitAsync(GoodbyeTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in connections.Keys)
            connection.Dispose();
    }

    private void Serve(Socket socket)
    {
        var connection = new ClientConnection(socket, nodes, time, options.Latency, options.Logger ?? NullLogger.Instance);
        connections.TryAdd(connection, true);
        connection.Closed.ContinueWith(_ => Forget(connection), TaskScheduler.Default);
    }

    private void Forget(ClientConnection connection)
    {
        connection.Dispose();
        connections.TryRemove(connection, out _);
    }
}

/// <summary>A queue's messages by state, counted at one moment.</summary>
/// <param name="Active">Ready to be received.</param>
/// <param name="Locked">Received and not settled yet.</param>
/// <param name="Scheduled">Waiting for their scheduled time.</param>
/// <param name="Deferred">Set aside, received by sequence number only.</param>
/// <param name="DeadLettered">In the queue's dead-letter queue, whatever their state there.</param>
public readonly record struct QueueCounts(int Active, int Locked, int Scheduled, int Deferred, int DeadLettered)
{
    /// <summary>All messages that the queue holds, except the dead-lettered ones.</summary>
    public int Live => Active + Locked + Scheduled + Deferred;
}
