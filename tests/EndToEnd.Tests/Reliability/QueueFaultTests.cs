namespace EndToEnd.Tests.Reliability;

/// <summary>
/// The queue function under faults. No message is ever lost. In the end each one is scored, rejected or dead-lettered, in exactly one
/// place, and repeats have the same content. The explicit tests are the runs of docs/reliability.md.
/// </summary>
public sealed class QueueFaultTests(SharedHost shared)
{
    private const int Few = 400;
    private const int Many = 10_000;

    private string Storage => shared.Host.Storage;

    [Fact]
    public Task No_message_is_lost_when_workers_are_killed() =>
        OnLinux(() => QueueFaults.KillWorkersAsync(Storage, Few, waves: 2, young: true));

    [Fact]
    public Task No_message_is_lost_and_no_worker_is_left_when_a_host_is_killed() =>
        OnLinux(() => QueueFaults.KillHostsAsync(Storage, Few, waves: 1, lockSeconds: 5));

    [Fact]
    public Task No_message_is_lost_when_connections_are_cut() => QueueFaults.CutConnectionsAsync(Storage, Few, waves: 1, lockSeconds: 5);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_killed_workers() =>
        OnLinux(() => QueueFaults.KillWorkersAsync(Storage, Many, waves: 8, young: false));

    [Fact(Explicit = true)]
    public Task Many_messages_survive_killed_hosts() =>
        OnLinux(() => QueueFaults.KillHostsAsync(Storage, Many, waves: 5, lockSeconds: 10));

    [Fact(Explicit = true)]
    public Task Many_messages_survive_cut_connections() =>
        QueueFaults.CutConnectionsAsync(Storage, Many, waves: 10, lockSeconds: 10);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_a_full_output_queue() =>
        QueueFaults.FillTheOutputAsync(Storage, Many, scoredBytes: 2_000_000);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_a_missing_model() => QueueFaults.HideTheModelAsync(Storage, Many);

    private static Task OnLinux(Func<Task> test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        return test();
    }
}
