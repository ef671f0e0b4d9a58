using System.Diagnostics;
using System.Text.Json;
using ServiceBusBroker;

namespace EndToEnd.Tests.Reliability;

/// <summary>Queues that outlive every host, a connection to them that can be cut, and the current host.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Broker broker;
    private readonly (string, string)[] settings;
    private readonly string containers = RunningHost.NewSuffix();
    private readonly int workers;
    private readonly List<JsonElement> taken = [];
    private readonly Stopwatch time = new();
    private int sent;

    private FaultRig(Broker broker, TcpProxy cable, int workers, (string, string)[] settings)
    {
        (this.broker, Cable, this.workers, this.settings) = (broker, cable, workers, settings);
        Queues = new(broker.ConnectionString);
    }

    public RunningHost Host { get; private set; } = null!;

    public TcpProxy Cable { get; }

    /// <summary>The queues, through a connection that is never cut.</summary>
    public Queues Queues { get; }

    /// <summary>Messages that are not finished.</summary>
    public int Waiting => broker.Count("reviews").Live;

    /// <summary>Dead-lettered messages.</summary>
    public int Dead => broker.Count("reviews").DeadLettered;

    /// <summary>Results on the queues, repeats included.</summary>
    public int Results => broker.Count("scored-reviews").Live + broker.Count("rejected-reviews").Live;

    /// <summary>Starts the queues and a host.</summary>
    /// <param name="storage">A storage account that outlives the hosts.</param>
    /// <param name="queue">The options of the review queue.</param>
    /// <param name="scoredBytes">The capacity of the queue of results in bytes.</param>
    /// <param name="workers">How many workers the hosts have.</param>
    /// <param name="settings">Additional settings of the hosts.</param>
    public static async Task<FaultRig> StartAsync(string storage, QueueOptions? queue = null, long? scoredBytes = null, int workers = 1,
        params (string, string)[] settings)
    {
        var scored = new QueueOptions("scored-reviews");
        var broker = Broker.Start(new BrokerOptions
        {
            Queues =
            [
                (queue ?? new("reviews")) with { Name = "reviews" },
                scored with { MaxSizeBytes = scoredBytes ?? scored.MaxSizeBytes },
                new("rejected-reviews"),
                new("scored-files"),
                new("csv-parts"),
            ],
        });
        var cable = new TcpProxy(broker.Port);
        var serviceBus = broker.ConnectionString.Replace($":{broker.Port};", $":{cable.Port};", StringComparison.Ordinal);
        var rig = new FaultRig(broker, cable, workers,
            [("ServiceBus", serviceBus), .. SharedHost.StorageIn(storage), .. settings]);
        await rig.StartHostAsync();
        return rig;
    }

    /// <summary>Starts a host on the same queues and containers.</summary>
    public async Task StartHostAsync() => Host = await RunningHost.StartAsync(containers, workers, settings);

    /// <summary>Sends the next reviews, through the official client.</summary>
    public async Task SendAsync(int count)
    {
        time.Start();
        await Queues.SendAsync("reviews", Reviews.Range(sent, count));
        sent += count;
    }

    /// <summary>Sends reviews, and lets a fault happen while they are being scored.</summary>
    public async Task SendAndStrikeAsync(int count, Func<Task> fault)
    {
        var before = Results;
        var sending = SendAsync(count);
        await UntilAsync(() => (Results > before && Waiting > 0) || (sending.IsCompleted && Waiting == 0), "a result");
        Assert.True(Waiting > 0, "All messages were done before the fault.");
        await fault();
        await sending;
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested,
                $"There was no {what} within {Patience}. Waiting: {Waiting}, results: {Results}, dead: {Dead}. Host log: {Host.Log}");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>Reads the queue of results until all messages are done, as a consumer does that was away.</summary>
    public async Task ConsumeAsync()
    {
        while (Waiting > 0 || broker.Count("scored-reviews").Live > 0)
            taken.AddRange(await Queues.ReceiveAsync("scored-reviews", 2000, 5));
    }

    /// <summary>Finds every message and checks that none is lost.</summary>
    public async Task<MessageLocations> LookAsync()
    {
        // In the order in which messages move: one that moves meanwhile may be seen twice but is never missed.
        var queued = await Queues.PeekAsync("reviews");
        var dead = await Queues.PeekAsync("reviews/$DeadLetterQueue");
        var scored = await Queues.PeekAsync("scored-reviews");
        var rejected = await Queues.PeekAsync("rejected-reviews");
        var found = new MessageLocations(Ids(queued), Ids(dead), [.. taken, .. Bodies(scored)], [.. Bodies(rejected)]);
        Assert.Empty(found.Lost(sent));
        return found;
    }

    /// <summary>Waits until nothing is left to do, checks the outcome of every message, and reports it.</summary>
    public async Task<MessageLocations> FinishAsync(string fault)
    {
        await UntilAsync(() => Waiting == 0, "end");
        time.Stop();
        var found = await LookAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{fault}: {sent} messages, {found.Scored.Count} scored, {found.Rejected.Count} rejected, {found.Repeats} of them repeats, "
            + $"{found.Dead.Count} dead-lettered, {found.Lost(sent).Count} lost, {time.Elapsed.TotalSeconds:F0} s");
        found.AssertSettled(sent);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Cable.Dispose();
        await broker.DisposeAsync();
    }

    private static List<string> Ids(List<(string MessageId, JsonElement Body)> messages) =>
        messages.ConvertAll(message => message.MessageId);

    private static List<JsonElement> Bodies(List<(string MessageId, JsonElement Body)> messages) =>
        messages.ConvertAll(message => message.Body);
}
