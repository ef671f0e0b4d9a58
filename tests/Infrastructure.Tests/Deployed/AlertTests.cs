using System.Xml;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class AlertTests
{
    private static readonly Resource[] OfMetrics = [.. Deployment.Prod.OfType("Microsoft.Insights/metricAlerts")];
    private static readonly Resource[] OfLogs = [.. Deployment.Prod.OfType("Microsoft.Insights/scheduledQueryRules")];

    public static TheoryData<string> Stages => Deployment.Stages;

    [Fact]
    public void Alerts_cover_dead_letters_poison_failures_and_saturation_and_reach_the_operators()
    {
        string[] expected =
        [
            "callers-refused",
            "dead-letters",
            "failing-invocations",
            "files-unfinished",
            "poison-blobs",
            "queue-falls-behind",
            "service-bus-throttled",
            "uploads-not-delivered",
        ];

        Assert.Equal(expected, All().Select(alert => alert.Name).Order());
        Assert.All(All(), alert =>
            Assert.Contains("actionGroups/operators", alert.At("properties", "actions").ToString(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Every_table_that_an_alert_queries_is_collected(string stage)
    {
        var tables = Telemetry.TablesOf(Deployment.Of(stage));

        foreach (var rule in Deployment.Of(stage).OfType("Microsoft.Insights/scheduledQueryRules"))
            Assert.All(Kusto.Tables(Telemetry.QueryOf(rule)), table => Assert.Contains(table, tables));
    }

    [Theory, MemberData(nameof(Stages))]
    public void A_message_to_the_poison_queue_is_logged(string stage)
    {
        var queues = Deployment.Of(stage).OfType("Microsoft.Insights/diagnosticSettings")
            .Where(setting => setting.Id.Contains("/streview", StringComparison.Ordinal))
            .Single(setting => setting.Id.Contains("/queueServices/default/", StringComparison.Ordinal));

        Assert.Equal(
            ["StorageWrite"],
            queues.At("properties", "logs").EnumerateArray().Select(log => log.GetProperty("category").GetString()));
    }

    // Logs may be collected minutes late: learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time
    [Theory, MemberData(nameof(Stages))]
    public void A_file_that_was_put_aside_raises_the_alert_even_if_its_log_is_late(string stage)
    {
        var rule = Deployment.Of(stage).OfType("Microsoft.Insights/scheduledQueryRules").Single(rule => rule.Name == "poison-blobs");
        var window = XmlConvert.ToTimeSpan(rule.At("properties", "windowSize").GetString()!);
        var frequency = XmlConvert.ToTimeSpan(rule.At("properties", "evaluationFrequency").GetString()!);

        Assert.True(window - frequency >= TimeSpan.FromMinutes(30), $"{window} every {frequency}");
    }

    // With OpenTelemetry the host's requests have faas.trigger too. A rule that excludes it would never fire.
    [Fact]
    public void A_rule_on_requests_counts_host_requests_weighted_by_sampling()
    {
        var rules = OfLogs.Where(rule => Kusto.Tables(Telemetry.QueryOf(rule)).Contains("AppRequests")).ToArray();

        Assert.Equal(["callers-refused", "failing-invocations"], rules.Select(rule => rule.Name).Order());
        foreach (var rule in rules)
        {
            Assert.DoesNotContain("faas.trigger", Telemetry.QueryOf(rule), StringComparison.Ordinal);
            Assert.Contains("where SDKVersion !startswith \"dotnetiso\"", Telemetry.QueryOf(rule), StringComparison.Ordinal);
            Assert.Equal("Total", Telemetry.Criterion(rule).GetProperty("timeAggregation").GetString());
            Assert.Equal("ItemCount", Telemetry.Criterion(rule).GetProperty("metricMeasureColumn").GetString());
        }
    }

    [Theory, MemberData(nameof(Stages))]
    public void Dead_letters_of_every_queue_raise_the_alert(string stage)
    {
        var rule = Deployment.Of(stage).OfType("Microsoft.Insights/metricAlerts").Single(rule => rule.Name == "dead-letters");
        var queues = Telemetry.Criterion(rule).GetProperty("dimensions").EnumerateArray().Single().GetProperty("values");

        Assert.Equal(["*"], queues.EnumerateArray().Select(queue => queue.GetString()));
    }

    [Theory, MemberData(nameof(Stages))]
    public void A_file_is_unfinished_until_its_summary_is_written_or_it_is_deleted(string stage)
    {
        var deployment = Deployment.Of(stage);
        var rule = deployment.OfType("Microsoft.Insights/scheduledQueryRules").Single(rule => rule.Name == "files-unfinished");
        var query = Telemetry.QueryOf(rule);
        var logged = deployment.OfType("Microsoft.Insights/diagnosticSettings")
            .Where(setting => setting.Id.Contains("/streview", StringComparison.Ordinal))
            .Single(setting => setting.Id.Contains("/blobServices/default/", StringComparison.Ordinal))
            .At("properties", "logs").EnumerateArray().Select(log => log.GetProperty("category").GetString());

        Assert.Contains($"^/{deployment.Settings["ReviewContainer"]}/(.+)$", query, StringComparison.Ordinal);
        Assert.Contains($@"^/{deployment.Settings["ScoredContainer"]}/(.+)\.summary\.json$", query, StringComparison.Ordinal);
        Assert.True(AppSources.HaveLiteral(".summary.json"));
        Assert.Contains("StorageWrite", logged);
        Assert.Contains("StorageDelete", logged);
        // The app's own log does not contain a file that never reached it.
        Assert.Equal(["StorageBlobLogs"], Kusto.Tables(query));
        Assert.EndsWith("ago(60m)", query, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(2), XmlConvert.ToTimeSpan(rule.At("properties", "windowSize").GetString()!));
    }

    [Theory, MemberData(nameof(Stages))]
    public void Each_unfinished_file_raises_an_alert_of_its_own(string stage)
    {
        var rule = Deployment.Of(stage).OfType("Microsoft.Insights/scheduledQueryRules")
            .Single(rule => Telemetry.Criterion(rule).GetProperty("dimensions").GetArrayLength() > 0);
        var dimension = Assert.Single(Telemetry.Criterion(rule).GetProperty("dimensions").EnumerateArray());

        Assert.Equal("files-unfinished", rule.Name);
        Assert.Equal("file", dimension.GetProperty("name").GetString());
        Assert.Equal("Include", dimension.GetProperty("operator").GetString());
        Assert.Equal(["*"], dimension.GetProperty("values").EnumerateArray().Select(value => value.GetString()));
        // A column of the result.
        Assert.Contains("by file = ", Telemetry.QueryOf(rule), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operations_guide_describes_every_alert_with_a_query()
    {
        var guide = Repository.Read("docs", "operations.md").Split("## What to alert on")[1].Split("\n**").Skip(1)
            .ToDictionary(section => section.Split("**")[0]);

        Assert.Equal(All().Select(alert => alert.Name).Order(), guide.Keys.Order());
        Assert.All(guide.Values, section => Assert.Contains("```kusto\n", section, StringComparison.Ordinal));
        // The query in the guide shows what the rule counts.
        Assert.All(OfMetrics, alert => Assert.Contains(Telemetry.MetricOf(alert), guide[alert.Name], StringComparison.Ordinal));
        Assert.All(OfLogs, alert =>
            Assert.Contains(Telemetry.QueryOf(alert).Replace(" | ", "\n| "), guide[alert.Name], StringComparison.Ordinal));
    }

    [Fact]
    public void Every_query_of_the_guide_reads_existing_tables_metrics_and_attributes()
    {
        var queries = Kusto.Blocks(Repository.Read("docs", "operations.md")).ToArray();

        Assert.All(queries.SelectMany(Kusto.Tables), table => Assert.Contains(table, Telemetry.TablesOf(Deployment.Prod)));
        Assert.All(queries.SelectMany(Kusto.AppMetrics), metric => Assert.True(AppSources.HaveLiteral(metric), metric));
        Assert.All(queries.SelectMany(Kusto.Attributes), attribute => Assert.True(AppSources.HaveLiteral(attribute), attribute));
    }

    private static IEnumerable<Resource> All() => OfMetrics.Concat(OfLogs);
}
