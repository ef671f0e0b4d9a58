using System.Text.RegularExpressions;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>What can be checked of the container without building it.</summary>
public sealed partial class ContainerTests
{
    private const string HostId = "AzureFunctionsWebHost__hostid";

    private static readonly string[] Instructions =
        [.. Continued().Replace(Repository.Read("Dockerfile"), " ").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    private static readonly string Manifest = Repository.Read("infra", "kubernetes", "sentiment.yaml");

    private static readonly Dictionary<string, string> Settings = Entry().Matches(Manifest.Split("---")[0].Split("\ndata:\n")[1])
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));

    [Fact]
    public void The_image_is_Microsofts_for_the_runtime_that_the_deployment_names()
    {
        var runtime = Deployment.Dev.Single("Microsoft.Web/sites").At("properties", "functionAppConfig", "runtime");
        var (name, version) = (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString());

        Assert.Equal($"FROM mcr.microsoft.com/azure-functions/{name}:4-{name}{version}", Of("FROM")[^1]);
        Assert.Equal($"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build", Of("FROM")[0]);
    }

    [Fact]
    public void Every_path_that_the_builder_copies_exists_and_is_not_ignored()
    {
        var ignored = Repository.Read(".dockerignore").Split('\n');
        var sources = Of("COPY").Where(copy => !copy.Contains("--from", StringComparison.Ordinal))
            .SelectMany(copy => copy.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1])
            .Select(source => source.TrimEnd('/')).ToArray();

        // It silences analyzers, whose warnings are errors.
        Assert.Contains(".editorconfig", sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Repository.At(source)), source));
        Assert.Equal(sources.Select(source => "!" + source).Order(), ignored.Where(line => line.StartsWith('!')).Order());
    }

    [Fact]
    public void It_publishes_as_the_workflow_does()
    {
        const string Publish = "dotnet publish src/SentimentFunctions --configuration Release --output ";

        Assert.StartsWith("RUN " + Publish, Assert.Single(Of("RUN")), StringComparison.Ordinal);
        Assert.Contains(Publish, Repository.Read(".github", "workflows", "ci.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_without_the_Service_Bus_extension_of_the_host_is_not_published()
    {
        var run = await ProcessRun.Of("dotnet",
        [
            "msbuild", Repository.At("src", "SentimentFunctions"), "-nologo", "-t:RefuseToPublishWithoutServiceBus",
            "-p:ServiceBusExtension=Local",
        ]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("no queue function would run. Publish it with 'dotnet publish src/SentimentFunctions'", run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_turns_ONNX_Runtime_telemetry_off() =>
        Assert.Contains("ORT_DISABLE_TELEMETRY=1", Assert.Single(Of("ENV")), StringComparison.Ordinal);

    [Fact]
    public void The_manifest_has_the_settings_of_the_deployment()
    {
        var deployed = Deployment.Dev.Settings;

        // Flex Consumption has a host id without a setting.
        Assert.Equal(deployed.Keys.Append(HostId).Order(), Settings.Keys.Order());
        // Addresses and identities are specific to the cluster.
        var same = Settings.Where(pair => pair.Key != HostId && Plain().IsMatch(deployed[pair.Key]) && !pair.Value.Contains('<'))
            .Where(pair => !pair.Key.EndsWith("__credential", StringComparison.Ordinal));
        Assert.All(same, pair => Assert.Equal(deployed[pair.Key], pair.Value));
    }

    // The rule of learn.microsoft.com/azure/azure-functions/functions-app-settings#azurefunctionswebhost__hostid
    [Fact]
    public void All_containers_have_one_host_id_that_the_host_accepts()
    {
        Assert.Matches("^(?=.{1,32}$)[a-z0-9]+(-[a-z0-9]+)*$", Settings[HostId]);
        Assert.Contains($"--env-vars {HostId}={Settings[HostId]} ", Repository.Read("docs", "container.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void KEDA_adds_a_pod_when_Flex_Consumption_would_add_an_instance()
    {
        var calls = Deployment.Dev.Settings["AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls"];

        Assert.Contains($"messageCount: \"{calls}\"", Manifest, StringComparison.Ordinal);
        Assert.Contains($"queueName: {Deployment.Dev.Settings["ReviewQueue"]}\n", Manifest, StringComparison.Ordinal);
        Assert.All(
            Function().Matches(Manifest).Select(match => match.Groups[1].Value),
            function => Assert.Contains(function, AppSources.Functions));
    }

    private static string[] Of(string instruction) =>
        [.. Instructions.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal))];

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^  (\w+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^[\w-]+$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"functions__\d+, value: (\w+)")]
    private static partial Regex Function();
}
