using System.Text.Json;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class AzdTests
{
    private static readonly string Yaml = Repository.Read("azure.yaml");

    [Fact]
    public void The_template_names_itself_and_the_azd_that_it_needs()
    {
        Assert.Contains("\nmetadata:\n  template: sentiment-functions@", Yaml, StringComparison.Ordinal);
        Assert.Contains("\nrequiredVersions:\n  azd: \">= 1.24.2\"\n", Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_paths_that_it_builds_and_deploys_exist()
    {
        Assert.Contains("project: src/SentimentFunctions\n", Yaml, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.At("src", "SentimentFunctions", "SentimentFunctions.csproj")));
        Assert.True(File.Exists(Repository.At("infra", "main.bicep")));
    }

    [Fact]
    public async Task It_asks_for_the_region_with_a_list()
    {
        using var copy = new InfraCopy();
        Assert.Equal(0, (await BicepCli.Run("build", copy.At("main.bicep"))).ExitCode);
        var location = JsonElement.Parse(File.ReadAllText(copy.At("main.json"))).GetProperty("parameters").GetProperty("location");

        Assert.Equal("location", location.GetProperty("metadata").GetProperty("azd").GetProperty("type").GetString());
    }
}
