using System.Text.Json.Nodes;

namespace ServiceBusBroker.Tests.OfficialClient;

public sealed class OfficialClientTests(ClientRun run) : IClassFixture<ClientRun>
{
    [Theory]
    [MemberData(nameof(Scenarios.All), MemberType = typeof(Scenarios))]
    public void The_official_client_sees_what_the_service_would_show(string scenario, string expected)
    {
        var saw = run.Saw[scenario];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), saw), $"Expected {expected}, the client saw {saw?.ToJsonString()}");
    }

    [Fact]
    public void Every_scenario_of_the_script_is_looked_at() =>
        Assert.Equal(run.Left.Keys.Order(), run.Saw.Keys.Order());

    [Fact]
    public void A_subscription_leaves_nothing_behind() =>
        Assert.Equal(default, run.Left["a-subscription-completes-2000-messages"]);
}
