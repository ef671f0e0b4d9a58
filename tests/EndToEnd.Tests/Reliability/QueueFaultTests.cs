namespace EndToEnd.Tests.Reliability;

/// <summary>
/// The queue function under faults. At every look each message is somewhere; in the end each is scored, rejected or dead-lettered, in one
/// place only, and repeats say the same. The explicit ones are the runs of docs/reliability.md.
/// </summary>
public sealed class QueueFaultTests(SharedHost shared)
{
    private const int Few = 400;
    private const int Many = 10_000;

    private string Storage => shared.Host.Storage;

    [Fact]
    public Task Workers_that_are_killed_cost_no_message() =>
        OnLinux(() => QueueFaults.KillWorkersAsync(Storage, Few, waves: 2, young: true));

    [Fact]
    public Task A_host_that_is_killed_costs_no_message_and_leaves_no_worker() =>
        OnLinux(() => QueueFaults.KillHostsAsync(Storage, Few, waves: 1, lockSeconds: 5));

    [Fact]
    public Task Connections_that_are_cut_cost_no_message() => QueueFaults.CutConnectionsAsync(Storage, Few, waves: 1, lockSeconds: 5);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_workers_that_are_killed() =>
        OnLinux(() => QueueFaults.KillWorkersAsync(Storage, Many, waves: 8, young: false));

    [Fact(Explicit = true)]
    public Task Many_messages_survive_hosts_that_are_killed() =>
        OnLinux(() => QueueFaults.KillHostsAsync(Storage, Many, waves: 5, lockSeconds: 10));

    [Fact(Explicit = true)]
    public Task Many_messages_survive_connections_that_are_cut() =>
        QueueFaults.CutConnectionsAsync(Storage, Many, waves: 10, lockSeconds: 10);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_an_output_queue_that_is_full() =>
        QueueFaults.FillTheOutputAsync(Storage, Many, scoredBytes: 2_000_000);

    [Fact(Explicit = true)]
    public Task Many_messages_survive_a_model_that_is_missing() => QueueFaults.HideTheModelAsync(Storage, Many);

    private static Task OnLinux(Func<Task> test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        return test();
    }
}
