using System.Text.Json;
using System.Xml;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class DeployedQueueTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Nothing_that_grows_old_is_dropped(string stage) =>
        Assert.All(
            Queues(stage),
            queue => Assert.True(queue.At("properties", "deadLetteringOnMessageExpiration").GetBoolean(), queue.Name));

    [Theory, MemberData(nameof(Stages))]
    public void What_is_fetched_ahead_has_the_longest_lock_that_there_is_because_nothing_renews_it(string stage)
    {
        var deployment = Deployment.Of(stage);
        var input = Queues(stage).Single(queue => queue.Name == deployment.Settings["ReviewQueue"]);

        Assert.Equal(TimeSpan.FromMinutes(5), XmlConvert.ToTimeSpan(input.At("properties", "lockDuration").GetString()!));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Only_the_input_drops_repeats_because_only_there_the_message_id_is_the_senders(string stage) =>
        Assert.Equal(
            [Deployment.Of(stage).Settings["ReviewQueue"]],
            Queues(stage)
                .Where(queue => queue.At("properties", "requiresDuplicateDetection").ValueKind == JsonValueKind.True)
                .Select(queue => queue.Name));

    [Theory, MemberData(nameof(Stages))]
    public void Only_results_expire_never_reviews_or_models(string stage)
    {
        var policy = Deployment.Of(stage).Single("Microsoft.Storage/storageAccounts/managementPolicies");
        var filters = policy.At("properties", "policy", "rules")[0].GetProperty("definition").GetProperty("filters");
        var prefixes = filters.GetProperty("prefixMatch").EnumerateArray().Select(prefix => prefix.GetString());

        Assert.Equal([Deployment.Of(stage).Settings["ScoredContainer"] + "/", "event-dead-letters/"], prefixes);
    }

    private static IEnumerable<Resource> Queues(string stage) => Deployment.Of(stage).OfType("Microsoft.ServiceBus/namespaces/queues");
}
