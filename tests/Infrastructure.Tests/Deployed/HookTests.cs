using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>The hook that azd runs after deploying, started as azd starts it, with a fake az on its path.</summary>
public sealed class HookTests : IDisposable
{
    private const string Subscription = "22222222-2222-2222-2222-222222222222";

    private readonly string tools = Directory.CreateTempSubdirectory("hook-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task It_deploys_into_azds_subscription_until_the_app_answers(int succeedsAt)
    {
        var run = await Run(succeedsAt);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(succeedsAt, Calls().Length);
        Assert.All(Calls(), call => Assert.Equal(
            $"deployment group create --name score-csv-events --subscription {Subscription} --resource-group rg-dev --parameters " +
            $"{Repository.At("infra", "events.bicepparam")} --output none",
            call));
        Assert.Contains("ScoreCsv is subscribed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_gives_up_after_ten_tries_and_says_what_to_do()
    {
        var run = await Run(succeedsAt: 11);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(10, Calls().Length);
        Assert.Contains("azd hooks run postdeploy", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Subscription)]
    [InlineData("rg-dev", "")]
    public async Task Outside_azd_it_says_how_to_run_it(string group, string subscription)
    {
        var run = await Run(succeedsAt: 1, group, subscription);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Run this through azd", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(tools, "calls")));
    }

    [Fact]
    public void It_is_the_only_hook_on_every_operating_system()
    {
        var azure = Repository.Read("azure.yaml");

        Assert.Contains("\n  postdeploy:\n    run: infra/hooks/subscribe.cs\n", azure, StringComparison.Ordinal);
        Assert.Equal(["subscribe.cs"], Directory.EnumerateFiles(Repository.At("infra", "hooks")).Select(Path.GetFileName));
    }

    // azd treats a script below a project file as part of that project, and would run the project instead.
    [Fact]
    public void No_project_file_is_in_a_parent_folder() =>
        Assert.All(
            new[] { Repository.At("infra", "hooks"), InfraFiles.Folder, Repository.Root },
            folder => Assert.Empty(Directory.EnumerateFiles(folder, "*.*proj")));

    public void Dispose() => Directory.Delete(tools, recursive: true);

    private async Task<ProcessRun> Run(int succeedsAt, string group = "rg-dev", string subscription = Subscription)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The fake az is a script for sh.");
        Tool("az", $"echo \"$@\" >> '{tools}/calls'; [ $(wc -l < '{tools}/calls') -ge {succeedsAt} ]");
        return await ProcessRun.Of("dotnet", ["run", Repository.At("infra", "hooks", "subscribe.cs")],
            ("PATH", $"{tools}:{Environment.GetEnvironmentVariable("PATH")}"), ("AZURE_RESOURCE_GROUP", group),
            ("AZURE_SUBSCRIPTION_ID", subscription), ("SUBSCRIBE_PAUSE_SECONDS", "0"));
    }

    private string[] Calls() => File.ReadAllLines(Path.Combine(tools, "calls"));

    private void Tool(string name, string script)
    {
        var path = Path.Combine(tools, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
