using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class AccessTests
{
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["acdd72a7-3385-48ef-bd42-f606fba81ae7"] = "Reader",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fbb5"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private const string Expected = """
        app: Azure Service Bus Data Receiver on queues/reviews
        app: Azure Service Bus Data Sender on queues/rejected-reviews
        app: Azure Service Bus Data Sender on queues/scored-files
        app: Azure Service Bus Data Sender on queues/scored-reviews
        app: Monitoring Metrics Publisher on components/appi-sentiment
        app: Reader on queues/reviews
        app: Storage Blob Data Contributor on containers/scored
        app: Storage Blob Data Contributor on storageAccounts/sthost
        app: Storage Blob Data Reader on containers/models
        app: Storage Blob Data Reader on containers/reviews
        app: Storage Queue Data Contributor on storageAccounts/sthost
        app: Storage Queue Data Contributor on storageAccounts/streview
        app: Storage Table Data Contributor on storageAccounts/sthost
        topic: Storage Blob Data Contributor on containers/event-dead-letters
        """;

    private const string ExpectedOfAnOperator = """
        operator: Azure Service Bus Data Receiver on queues/rejected-reviews
        operator: Azure Service Bus Data Receiver on queues/reviews
        operator: Azure Service Bus Data Receiver on queues/scored-files
        operator: Azure Service Bus Data Receiver on queues/scored-reviews
        operator: Azure Service Bus Data Sender on queues/reviews
        operator: Storage Blob Data Contributor on containers/models
        operator: Storage Blob Data Contributor on containers/reviews
        operator: Storage Blob Data Reader on containers/event-dead-letters
        operator: Storage Blob Data Reader on containers/scored
        """;

    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void The_roles_are_exactly_these(string stage) => Assert.Equal(Expected.Split('\n'), Granted(Deployment.Of(stage)));

    [Fact]
    public async Task An_operator_may_send_reviews_and_read_results_besides()
    {
        var granted = Granted(await Customised.Deployed());

        Assert.Equal(Expected.Split('\n').Concat(ExpectedOfAnOperator.Split('\n')).Order(StringComparer.Ordinal), granted);
    }

    [Fact]
    public void Nobody_owns_anything() => Assert.DoesNotContain(Roles.Values, role => role.Contains("Owner", StringComparison.Ordinal));

    [Fact]
    public void No_role_is_given_outside_of_the_access_module() =>
        Assert.Equal(["modules/access.bicep"], Repository.InfraFiles(".bicep").Where(file => Repository.Read("infra", file).Contains("roleAssignments@", StringComparison.Ordinal)));

    [Fact]
    public void The_readme_lists_the_same_roles()
    {
        var rows = Repository.Read("infra", "README.md").Split('\n').Where(line => line.StartsWith("| app", StringComparison.Ordinal)
            || line.StartsWith("| topic", StringComparison.Ordinal) || line.StartsWith("| operator", StringComparison.Ordinal));
        var listed = rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).SelectMany(cells =>
            cells[2].Split(", ").SelectMany(role => cells[3].Split(", ").Select(scope => $"{cells[1]}: {role} on {scope.Trim('`')}")));

        Assert.Equal(Expected.Split('\n').Concat(ExpectedOfAnOperator.Split('\n')).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Granted(Deployment deployment) =>
        deployment.OfType("Microsoft.Authorization/roleAssignments")
            .Select(role => $"{Who(role)}: {Roles[role.At("properties", "roleDefinitionId").GetString()!.Split('/')[^1]]} on {Scope(role)}")
            .Order(StringComparer.Ordinal);

    private static string Who(Resource role)
    {
        var principal = role.At("properties", "principalId").GetString()!;
        return principal.Contains("'identity-{0}'", StringComparison.Ordinal) ? "app"
            : principal.Contains("'topic-{0}'", StringComparison.Ordinal) ? "topic"
            : "operator";
    }

    // The last type and name of the resource that the role is given on, without the token that makes the name unique.
    private static string Scope(Resource role)
    {
        var parts = role.Id.Split("/providers/Microsoft.Authorization/")[0].Split('/');
        var token = Deployment.Dev.Single("Microsoft.ServiceBus/namespaces").Name.Split('-')[^1].Length;
        var unique = parts[^2] is "storageAccounts" or "components";
        return $"{parts[^2]}/{(unique ? parts[^1][..^token].TrimEnd('-') : parts[^1])}";
    }
}
