using System.Text.RegularExpressions;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public partial class AccessTests
{
    private const string Expected = """
        app: Azure Service Bus Data Receiver on queues/csv-parts
        app: Azure Service Bus Data Receiver on queues/reviews
        app: Azure Service Bus Data Sender on queues/csv-parts
        app: Azure Service Bus Data Sender on queues/rejected-reviews
        app: Azure Service Bus Data Sender on queues/scored-files
        app: Azure Service Bus Data Sender on queues/scored-reviews
        app: Monitoring Metrics Publisher on components/appi-sentiment
        app: Reader on queues/csv-parts
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
        operator: Azure Service Bus Data Receiver on queues/csv-parts
        operator: Azure Service Bus Data Receiver on queues/rejected-reviews
        operator: Azure Service Bus Data Receiver on queues/reviews
        operator: Azure Service Bus Data Receiver on queues/scored-files
        operator: Azure Service Bus Data Receiver on queues/scored-reviews
        operator: Azure Service Bus Data Sender on queues/csv-parts
        operator: Azure Service Bus Data Sender on queues/reviews
        operator: Monitoring Reader on resourceGroups/rg
        operator: Storage Blob Data Contributor on containers/models
        operator: Storage Blob Data Contributor on containers/reviews
        operator: Storage Blob Data Reader on containers/event-dead-letters
        operator: Storage Blob Data Reader on containers/scored
        """;

    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void The_roles_are_exactly_these(string stage) => Assert.Equal(Expected.Split('\n'), Granted(Deployment.Of(stage)));

    [Fact]
    public async Task An_operator_may_also_send_reviews_read_results_and_see_the_monitoring()
    {
        var granted = Granted(await Customised.Deployed());

        Assert.Equal(Expected.Split('\n').Concat(ExpectedOfAnOperator.Split('\n')).Order(StringComparer.Ordinal), granted);
    }

    // Azure refuses to change the principal of an assignment, which its name identifies.
    [Fact]
    public async Task Another_operator_gets_assignments_with_other_names_and_those_of_the_app_keep_theirs()
    {
        var one = await Customised.Deployed();
        var other = await Customised.DeployedFor("22222222-2222-2222-2222-222222222222");

        Assert.Equal(ExpectedOfAnOperator.Split('\n').Length, Names(other, ofOperator: true).Count);
        Assert.Empty(Names(one, ofOperator: true).Intersect(Names(other, ofOperator: true)));
        Assert.Equal(Names(one, ofOperator: false), Names(other, ofOperator: false));
    }

    [Theory, MemberData(nameof(Stages))]
    public void No_Owner_role_is_granted(string stage) =>
        Assert.All(Granted(Deployment.Of(stage)), grant => Assert.DoesNotContain("Owner", grant, StringComparison.Ordinal));

    [Fact]
    public void Every_id_in_the_Bicep_files_is_a_published_role()
    {
        var ids = InfraFiles.Of(".bicep").SelectMany(file => Id().Matches(Repository.Read("infra", file)))
            .Select(match => match.Value).ToArray();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.True(PublishedRoles.NameOf.ContainsKey(id), $"{id} is not a role of {PublishedRoles.Source}"));
    }

    [Fact]
    public void No_role_is_given_outside_of_the_access_module() =>
        Assert.Equal(
            ["modules/access.bicep"],
            InfraFiles.Of(".bicep").Where(file => Repository.Read("infra", file).Contains("roleAssignments@")));

    [Fact]
    public void The_readme_lists_the_same_roles()
    {
        var rows = Repository.Read("infra", "README.md").Split('\n').Where(line => line.StartsWith("| app", StringComparison.Ordinal)
            || line.StartsWith("| topic", StringComparison.Ordinal) || line.StartsWith("| operator", StringComparison.Ordinal));
        var listed = rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).SelectMany(cells =>
            cells[2].Split(", ").SelectMany(role => cells[3].Split(", ").Select(scope => $"{cells[1]}: {role} on {scope.Trim('`')}")));
        string[] expected = [.. Expected.Split('\n'), .. ExpectedOfAnOperator.Split('\n')];

        Assert.Equal(expected.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Granted(Deployment deployment) =>
        deployment.OfType("Microsoft.Authorization/roleAssignments")
            .Select(role => $"{Who(role)}: {Name(role)} on {Scope(role)}")
            .Order(StringComparer.Ordinal);

    private static List<string> Names(Deployment deployment, bool ofOperator) =>
    [
        .. deployment.OfType("Microsoft.Authorization/roleAssignments")
            .Where(role => (Who(role) == "operator") == ofOperator).Select(role => role.Name).Order(StringComparer.Ordinal),
    ];

    private static string Name(Resource role) =>
        PublishedRoles.NameOf[role.At("properties", "roleDefinitionId").GetString()!.Split('/')[^1]];

    private static string Who(Resource role)
    {
        var principal = role.At("properties", "principalId").GetString()!;
        return principal.Contains("'identity-{0}'", StringComparison.Ordinal) ? "app"
            : principal.Contains("'topic-{0}'", StringComparison.Ordinal) ? "topic"
            : "operator";
    }

    // The last type and name of the resource that the role is given on, without what makes the name unique.
    private static string Scope(Resource role)
    {
        var parts = role.Id.Split("/providers/Microsoft.Authorization/")[0].Split('/');
        var token = Deployment.Dev.Single("Microsoft.ServiceBus/namespaces").Name.Split('-')[^1].Length;
        var name = parts[^2] switch
        {
            "resourceGroups" => parts[^1].Split('-')[0],
            "storageAccounts" or "components" => parts[^1][..^token].TrimEnd('-'),
            _ => parts[^1],
        };
        return $"{parts[^2]}/{name}";
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
