using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

/// <summary>The hook that azd runs after deploying, with stand-ins for az and sleep on its path.</summary>
public sealed class HookTests : IDisposable
{
    private readonly string tools = Directory.CreateTempSubdirectory("hook-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task It_tries_until_the_app_answers(int succeedsAt)
    {
        var run = await Run(succeedsAt);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(succeedsAt, Calls().Length);
        Assert.All(Calls(), call => Assert.EndsWith("events.bicepparam --output none", call, StringComparison.Ordinal));
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

    [Fact]
    public async Task Outside_of_azd_it_says_how_to_run_it()
    {
        var run = await Run(succeedsAt: 1, group: "");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("run this through azd", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(tools, "calls")));
    }

    [Fact]
    public void Both_shells_hooks_exist_where_azd_looks_for_them()
    {
        var azure = Repository.Read("azure.yaml");

        foreach (var hook in new[] { "infra/hooks/subscribe.sh", "infra/hooks/subscribe.ps1" })
        {
            Assert.Contains($"run: {hook}", azure, StringComparison.Ordinal);
            Assert.True(File.Exists(Repository.At(hook)));
        }
        Assert.Contains("project: src/SentimentFunctions", azure, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(tools, recursive: true);

    private async Task<ProcessRun> Run(int succeedsAt, string group = "rg-dev")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The hook for Windows is the other one; this runs the one for sh.");
        Tool("az", $"echo \"$@\" >> '{tools}/calls'; [ $(wc -l < '{tools}/calls') -ge {succeedsAt} ]");
        Tool("sleep", "exit 0");
        return await ProcessRun.Of("/bin/sh", [Repository.At("infra", "hooks", "subscribe.sh")],
            ("PATH", $"{tools}:{Environment.GetEnvironmentVariable("PATH")}"), ("AZURE_RESOURCE_GROUP", group));
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
