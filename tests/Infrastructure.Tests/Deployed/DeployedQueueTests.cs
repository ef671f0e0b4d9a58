using System.Text.Json;
using System.Xml;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class DeployedQueueTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Expired_messages_are_dead_lettered(string stage) =>
        Assert.All(
            Queues(stage),
            queue => Assert.True(queue.At("properties", "deadLetteringOnMessageExpiration").GetBoolean(), queue.Name));

    [Theory, MemberData(nameof(Stages))]
    public void Inputs_have_the_longest_lock_because_prefetched_or_batched_messages_are_not_renewed(string stage) =>
        Assert.All(["ReviewQueue", "PartQueue"], setting =>
            Assert.Equal("PT5M", Queue(stage, setting).At("properties", "lockDuration").GetString()));

    [Theory, MemberData(nameof(Stages))]
    public void The_delivery_limit_of_a_part_matches_the_app(string stage) =>
        Assert.Contains(
            $"PartDeliveries {{ get; init; }} = {Queue(stage, "PartQueue").At("properties", "maxDeliveryCount").GetInt32()};",
            Repository.Read("src", "SentimentFunctions", "ScoringOptions.cs"),
            StringComparison.Ordinal);

    // With two parts on one instance, the lock of the second could expire while it waits for the first.
    [Fact]
    public void An_instance_takes_one_part_at_a_time()
    {
        var bus = JsonElement.Parse(Repository.Read("host.json")).GetProperty("extensions").GetProperty("serviceBus");

        Assert.Equal(1, bus.GetProperty("maxMessageBatchSize").GetInt32());
        Assert.Equal(0, bus.GetProperty("prefetchCount").GetInt32());
        Assert.DoesNotContain(Deployment.Prod.Settings.Keys, name => name.EndsWith("maxMessageBatchSize", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Only_the_input_queue_detects_duplicates_because_only_its_senders_set_the_message_id(string stage) =>
        Assert.Equal(
            [Deployment.Of(stage).Settings["ReviewQueue"]],
            Queues(stage)
                .Where(queue => queue.At("properties", "requiresDuplicateDetection").ValueKind == JsonValueKind.True)
                .Select(queue => queue.Name));

    [Theory, MemberData(nameof(Stages))]
    public void The_sample_that_replays_dead_letters_waits_a_minute_longer_than_repeats_are_dropped(string stage)
    {
        var window = Queue(stage, "ReviewQueue").At("properties", "duplicateDetectionHistoryTimeWindow").GetString()!;

        Assert.Contains(
            $"const int DropsRepeats = ({XmlConvert.ToTimeSpan(window).TotalMinutes} + 1) * 60;",
            Repository.Read("samples", "replay.cs"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_local_host_s_queues_have_the_same_locks_and_drop_repeats_as_long(string stage)
    {
        AssertSame("InputLock", "ReviewQueue", "lockDuration");
        AssertSame("InputLock", "PartQueue", "lockDuration");
        AssertSame("OutputLock", "ScoredQueue", "lockDuration");
        AssertSame("DropsRepeats", "ReviewQueue", "duplicateDetectionHistoryTimeWindow");

        void AssertSame(string constant, string setting, string property)
        {
            var deployed = XmlConvert.ToTimeSpan(Queue(stage, setting).At("properties", property).GetString()!);
            Assert.Contains(
                $"{constant} = TimeSpan.FromMinutes({deployed.TotalMinutes});",
                Repository.Read("local", "FunctionsHost", "ServiceBus", "LocalBroker.cs"),
                StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Stages))]
    public void Only_results_expire_never_reviews_or_models(string stage)
    {
        var policy = Deployment.Of(stage).Single("Microsoft.Storage/storageAccounts/managementPolicies");
        var filters = policy.At("properties", "policy", "rules")[0].GetProperty("definition").GetProperty("filters");
        var prefixes = filters.GetProperty("prefixMatch").EnumerateArray().Select(prefix => prefix.GetString());

        Assert.Equal([Deployment.Of(stage).Settings["ScoredContainer"] + "/", "event-dead-letters/"], prefixes);
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_progress_of_an_unfinished_file_expires_too(string stage)
    {
        var policy = Deployment.Of(stage).Single("Microsoft.Storage/storageAccounts/managementPolicies");
        var filters = policy.At("properties", "policy", "rules")[0].GetProperty("definition").GetProperty("filters");

        Assert.Equal(["blockBlob", "appendBlob"], filters.GetProperty("blobTypes").EnumerateArray().Select(type => type.GetString()));
    }

    private static Resource Queue(string stage, string setting) =>
        Queues(stage).Single(queue => queue.Name == Deployment.Of(stage).Settings[setting]);

    private static IEnumerable<Resource> Queues(string stage) => Deployment.Of(stage).OfType("Microsoft.ServiceBus/namespaces/queues");
}
