namespace Infrastructure.Tests.Deployed;

public class WorkflowTests
{
    private static readonly string Ci = Repository.Read(".github", "workflows", "ci.yml");
    private static readonly string Deploy = Repository.Read(".github", "workflows", "deploy.yml");

    [Fact]
    public void No_workflow_reads_a_stored_secret()
    {
        Assert.All(Directory.EnumerateFiles(Repository.At(".github", "workflows")),
            file => Assert.DoesNotContain("{{ secrets.", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains("id-token: write", Deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("id-token", Ci, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tests_run_and_the_app_is_published_as_it_will_be_deployed()
    {
        Assert.Contains(".ci/run", Ci, StringComparison.Ordinal);
        Assert.Contains("dotnet publish src/SentimentFunctions", Ci, StringComparison.Ordinal);
        Assert.DoesNotContain("ServiceBusExtension", Ci, StringComparison.Ordinal);
        Assert.Contains("--project tests/Infrastructure.Tests", Ci, StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_is_measured_separately_and_does_not_slow_the_tests()
    {
        Assert.Contains("--coverlet ", Ci, StringComparison.Ordinal);
        Assert.Contains(">> \"$GITHUB_STEP_SUMMARY\"", Ci, StringComparison.Ordinal);
        Assert.DoesNotContain("coverlet", Repository.Read(".ci", "run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_a_parameter_file_reads_can_be_set_by_the_workflow()
    {
        var read = Repository.Read("infra", "main.bicepparam").Split("readEnvironmentVariable('").Skip(1)
            .Select(rest => rest.Split('\'')[0]);

        Assert.All(read, name => Assert.Contains($"      {name}: ", Deploy, StringComparison.Ordinal));
    }
}
