using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class NamesTests
{
    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Every_queue_that_a_binding_names_is_deployed_and_no_other(string stage)
    {
        var deployment = Deployment.Of(stage);
        var named = AppSources.BindingSettings.Where(name => name.EndsWith("Queue", StringComparison.Ordinal))
            .Select(name => deployment.Settings[name]);

        Assert.Equal(named.Order(), deployment.OfType("Microsoft.ServiceBus/namespaces/queues").Select(queue => queue.Name).Order());
    }

    [Theory, MemberData(nameof(Stages))]
    public void Every_container_that_a_binding_names_is_deployed(string stage)
    {
        var deployment = Deployment.Of(stage);
        var named = AppSources.BindingSettings.Where(name => name.EndsWith("Container", StringComparison.Ordinal)).ToArray();
        var deployed = deployment.OfType("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Select(container => container.Name).ToArray();

        Assert.Equal(2, named.Length);
        Assert.All(named, name => Assert.Contains(deployment.Settings[name], deployed));
    }

    [Fact]
    public void Every_setting_of_a_binding_is_a_queue_or_a_container() =>
        Assert.All(AppSources.BindingSettings, name => Assert.True(
            name.EndsWith("Queue", StringComparison.Ordinal) || name.EndsWith("Container", StringComparison.Ordinal), name));

    [Fact]
    public void Always_ready_instances_are_of_groups_that_the_app_has()
    {
        var groups = Deployment.Prod.Single("Microsoft.Web/sites")
            .At("properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady")
            .EnumerateArray().Select(group => group.GetProperty("name").GetString()!).ToArray();

        Assert.NotEmpty(groups);
        foreach (var group in groups.Where(group => group is not ("http" or "blob" or "durable")))
        {
            Assert.StartsWith("function:", group, StringComparison.Ordinal);
            Assert.Contains(group["function:".Length..], AppSources.Functions);
        }
    }

    // Every function with a trigger other than HTTP and Event Grid scales on its own, and zone redundancy keeps two instances of each.
    [Fact]
    public void Every_queue_function_has_always_ready_instances_in_prod() =>
        Assert.All(["ScoreQueue", "ScoreCsvPart"], function => Assert.Contains(
            $"\"function:{function}\"",
            Deployment.Prod.Single("Microsoft.Web/sites")
                .At("properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady").ToString(),
            StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_always_ready_in_the_stage_without_idle_costs() =>
        Assert.Equal(0, Deployment.Dev.Single("Microsoft.Web/sites")
            .At("properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady").GetArrayLength());

    [Fact]
    public void The_package_goes_into_a_container_that_is_deployed()
    {
        var value = Deployment.Dev.Single("Microsoft.Web/sites")
            .At("properties", "functionAppConfig", "deployment", "storage", "value").GetString()!;

        Assert.Contains("'app-package'", value, StringComparison.Ordinal);
        Assert.Contains("app-package",
            Deployment.Dev.OfType("Microsoft.Storage/storageAccounts/blobServices/containers").Select(container => container.Name));
    }
}
