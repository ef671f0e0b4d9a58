using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class DeployedSettingsTests
{
    // Read by the host, by Application Insights, by Azure.Identity and by ONNX Runtime; the app's own sources need not name them.
    private static readonly string[] Platform =
    [
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AZURE_CLIENT_ID",
        "ORT_DISABLE_TELEMETRY",
    ];

    // Flex Consumption sets these itself:
    // learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    private static readonly string[] OfThePlan =
    [
        "ENABLE_ORYX_BUILD", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION",
        "FUNCTIONS_MAX_HTTP_CONCURRENCY", "SCM_DO_BUILD_DURING_DEPLOYMENT", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
        "WEBSITE_CONTENTSHARE", "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT", "WEBSITE_NODE_DEFAULT_VERSION", "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_SKIP_CONTENTSHARE_VALIDATION", "WEBSITE_VNET_ROUTE_ALL",
    ];

    private const string QueueCalls = "AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls";

    // The address of each identity-based connection.
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

        // Options and host.json have defaults and need not be set. Nothing else may be left over.
        var set = Deployment.Of(stage).Settings.Keys.Where(name => !AppSources.Options.Contains(name) && !IsOfHostJson(name));

        Assert.Equal(wanted.Order(), set.Order());
    }

    [Theory, MemberData(nameof(Stages))]
    public void Local_settings_match_the_cloud_settings(string stage)
    {
        var cloud = Deployment.Of(stage).Settings;

        foreach (var setting in Sample.EnumerateObject().Where(setting => setting.Name != "FUNCTIONS_WORKER_RUNTIME"))
        {
            if (Addresses.ContainsKey(setting.Name))
                Assert.Contains(cloud.Keys, name => name.StartsWith(setting.Name + "__", StringComparison.Ordinal));
            else if (setting.Name.StartsWith("Sentiment__", StringComparison.Ordinal))
                Assert.Contains(setting.Name, AppSources.Options); // An option with a default may differ locally.
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
    }

    [Theory, MemberData(nameof(Stages))]
    public void Settings_that_the_plan_sets_are_not_set_here(string stage) =>
        Assert.All(OfThePlan, name => Assert.DoesNotContain(name, Deployment.Of(stage).Settings.Keys));

    [Theory, MemberData(nameof(Stages))]
    public void ONNX_Runtime_telemetry_is_off(string stage) =>
        Assert.Equal("1", Deployment.Of(stage).Settings["ORT_DISABLE_TELEMETRY"]);

    [Fact]
    public async Task The_prewarmed_worker_is_disabled_only_on_request()
    {
        const string Placeholder = "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED";

        Assert.DoesNotContain(Placeholder, Deployment.Dev.Settings.Keys);
        Assert.DoesNotContain(Placeholder, Deployment.Prod.Settings.Keys);
        Assert.Equal("0", (await Customised.Deployed()).Settings[Placeholder]);
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_queue_concurrency_matches_the_capacity_simulation(string stage) =>
        Assert.Equal($"{Assumptions.Value("queue.maxConcurrentCalls")}", Deployment.Of(stage).Settings[QueueCalls]);

    [Theory, MemberData(nameof(Stages))]
    public void Every_override_of_host_json_exists_there(string stage)
    {
        var over = Deployment.Of(stage).Settings.Keys.Where(IsOfHostJson).ToArray();

        Assert.NotEmpty(over);
        Assert.All(over, name => Assert.True(IsInHostJson(name), name));
    }

    [Theory, MemberData(nameof(Stages))]
    public void The_demo_page_is_not_deployed(string stage) =>
        Assert.DoesNotContain("Sentiment__DemoPage", Deployment.Of(stage).Settings.Keys);

    [Fact]
    public async Task A_model_in_the_container_is_set_by_its_URL()
    {
        var settings = (await Customised.Deployed()).Settings;

        Assert.Contains($"'{Customised.Model}'", settings["Sentiment__Model"], StringComparison.Ordinal);
        Assert.Contains("{0}models/{1}", settings["Sentiment__Model"], StringComparison.Ordinal);
        Assert.Contains("Sentiment__Model", AppSources.Options);
        Assert.Equal("/tmp/sentiment-models", settings["Sentiment__ModelCache"]);
        Assert.Contains("Sentiment__ModelCache", AppSources.Options);
        Assert.DoesNotContain("Sentiment__Model", Deployment.Dev.Settings.Keys);
    }

    private static bool IsOfHostJson(string setting) => setting.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal);

    private static bool IsInHostJson(string setting)
    {
        var json = JsonElement.Parse(Repository.Read("host.json"));
        return setting.Split("__").Skip(1).All(part => json.TryGetProperty(part, out json));
    }
}
