using System.Globalization;
using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class WorkbookTests
{
    private static readonly JsonElement Content = JsonElement.Parse(
        Deployment.Prod.Single("Microsoft.Insights/workbooks").At("properties", "serializedData").GetString()!);

    private static readonly JsonElement[] Items = [.. Content.GetProperty("items").EnumerateArray()];

    private static readonly string[] Queries =
        [.. OfType(3).Select(item => item.GetProperty("content").GetProperty("query").GetString()!)];

    [Fact]
    public void The_page_shows_outcomes_backlog_latency_cost_and_files_in_work()
    {
        var names = Items.Select(item => item.GetProperty("name").GetString()).ToArray();

        Assert.Equal("Notebook/1.0", Content.GetProperty("version").GetString());
        Assert.Equal(names.Distinct(), names);
        Assert.All(["outcomes", "backlog", "latency", "cost", "files"], name => Assert.Contains(name, names));
    }

    [Fact]
    public void Every_query_reads_tables_that_something_fills() =>
        Assert.All(Queries, query =>
        {
            Assert.NotEmpty(Kusto.Tables(query));
            Assert.All(Kusto.Tables(query), table => Assert.Contains(table, Telemetry.TablesOf(Deployment.Prod)));
        });

    [Fact]
    public void Every_metric_and_attribute_is_one_that_the_app_sends()
    {
        Assert.All(Queries.SelectMany(Kusto.AppMetrics), metric => Assert.True(AppSources.HaveLiteral(metric), metric));
        Assert.All(Queries.SelectMany(Kusto.Attributes), attribute => Assert.True(AppSources.HaveLiteral(attribute), attribute));
    }

    [Fact]
    public void Every_parameter_of_a_query_is_on_the_page()
    {
        var parameters = Parameters().Select(parameter => parameter.GetProperty("name").GetString()).ToArray();

        Assert.All(Queries.SelectMany(Kusto.Parameters), name => Assert.Contains(name, parameters));
        Assert.All(parameters, name => Assert.Contains($"{{{name}", string.Join('\n', Queries), StringComparison.Ordinal));
    }

    [Fact]
    public void The_backlog_is_read_from_the_deployed_namespace()
    {
        var backlog = OfType(10).Single().GetProperty("content");

        Assert.Equal(Deployment.Prod.Single("Microsoft.ServiceBus/namespaces").Id, backlog.GetProperty("resourceIds")[0].GetString());
        Assert.All(backlog.GetProperty("metrics").EnumerateArray(), metric =>
            Assert.Contains(
                Deployment.Prod.OfType("Microsoft.Insights/metricAlerts"),
                alert => metric.GetProperty("metric").GetString()!.EndsWith("--" + Telemetry.MetricOf(alert), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("OnDemandPrice", "price.gbSecond")]
    [InlineData("AlwaysReadyPrice", "price.alwaysReadyGbSecond")]
    [InlineData("AlwaysReadyWorkPrice", "price.alwaysReadyExecutionGbSecond")]
    [InlineData("ExecutionPrice", "price.millionExecutions")]
    public void The_prices_are_those_of_the_capacity_simulation(string parameter, string figure)
    {
        var price = Parameters().Single(candidate => candidate.GetProperty("name").GetString() == parameter).GetProperty("value");

        Assert.Equal(Assumptions.Value(figure), double.Parse(price.GetString()!, CultureInfo.InvariantCulture));
    }

    private static JsonElement[] Parameters() =>
        [.. OfType(9).Single().GetProperty("content").GetProperty("parameters").EnumerateArray()];

    private static IEnumerable<JsonElement> OfType(int type) => Items.Where(item => item.GetProperty("type").GetInt32() == type);
}
