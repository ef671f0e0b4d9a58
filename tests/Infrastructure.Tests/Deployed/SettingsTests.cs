using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class SettingsTests
{
    // Read by the host, by Application Insights and by Azure.Identity; the app's own sources never name them.
    private static readonly string[] Platform =
        ["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AZURE_CLIENT_ID"];

    // What an identity-based connection needs: where, and as whom.
    private static readonly Dictionary<string, string[]> Addresses = new()
    {
        ["AzureWebJobsStorage"] = ["accountName"],
        ["ReviewStorage"] = ["blobServiceUri", "queueServiceUri"],
        ["ServiceBus"] = ["fullyQualifiedNamespace"],
    };

    private static readonly JsonElement Sample = JsonElement.Parse(Repository.Read("local.settings.sample.json")).GetProperty("Values");

    public static TheoryData<string> Stages => Deployment.Stages;

    [Theory, MemberData(nameof(Stages))]
    public void Every_setting_that_the_code_reads_is_set_and_no_other(string stage)
    {
        var connections = AppSources.Connections.Append("AzureWebJobsStorage").SelectMany(connection =>
            Addresses[connection].Concat(["credential", "clientId"]).Select(part => $"{connection}__{part}"));
        var wanted = AppSources.BindingSettings.Concat(connections).Concat(Platform);

        // Options have defaults, and so has host.json: what is set of them must exist, and nothing else may be left over.
        var set = Deployment.Of(stage).Settings.Keys.Where(name => !AppSources.Options.Contains(name) && !IsInHostJson(name));

        Assert.Equal(wanted.Order(), set.Order());
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_settings_of_a_laptop_are_the_settings_of_the_cloud(string stage)
    {
        var cloud = Deployment.Of(stage).Settings;

        foreach (var setting in Sample.EnumerateObject().Where(setting => setting.Name != "FUNCTIONS_WORKER_RUNTIME"))
        {
            if (Addresses.ContainsKey(setting.Name))
                Assert.Contains(cloud.Keys, name => name.StartsWith(setting.Name + "__", StringComparison.Ordinal));
            else if (setting.Name.StartsWith("Sentiment__", StringComparison.Ordinal))
                Assert.Contains(setting.Name, AppSources.Options); // An option with a default: a laptop may choose otherwise.
            else
                Assert.Equal(setting.Value.GetString(), cloud[setting.Name]);
        }
    }

    [Fact]
    public void The_runtime_is_named_where_Flex_Consumption_wants_it()
    {
        var runtime = Deployment.Dev.Single("Microsoft.Web/sites").At("properties", "functionAppConfig", "runtime");

        Assert.Equal(Sample.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString(), runtime.GetProperty("name").GetString());
        Assert.Equal("10.0", runtime.GetProperty("version").GetString());
        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", Deployment.Dev.Settings.Keys);
    }

    [Theory, MemberData(nameof(Stages))]
    public void What_is_set_over_host_json_exists_there(string stage)
    {
        var over = Deployment.Of(stage).Settings.Keys.Where(name => name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(over);
        Assert.All(over, name => Assert.True(IsInHostJson(name), name));
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_page_to_try_things_on_stays_on_the_laptop(string stage) => Assert.DoesNotContain("Sentiment__DemoPage", Deployment.Of(stage).Settings.Keys);

    [Fact]
    public async Task A_model_from_the_container_becomes_its_address()
    {
        var settings = (await Customised.Deployed()).Settings;

        Assert.Contains($"'{Customised.Model}'", settings["Sentiment__Model"], StringComparison.Ordinal);
        Assert.Contains("{0}models/{1}", settings["Sentiment__Model"], StringComparison.Ordinal);
        Assert.Contains("Sentiment__Model", AppSources.Options);
        Assert.DoesNotContain("Sentiment__Model", Deployment.Dev.Settings.Keys);
    }

    private static bool IsInHostJson(string setting)
    {
        if (!setting.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal))
            return false;
        var json = JsonElement.Parse(Repository.Read("host.json"));
        return setting.Split("__").Skip(1).All(part => json.TryGetProperty(part, out json));
    }
}
