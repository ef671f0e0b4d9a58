using System.Net;
using System.Text.Json;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests;

/// <summary>The host as a user starts it: its own process, the real app.</summary>
public sealed class HostProcessTests
{
    [Fact]
    public async Task Once_sends_a_sample_through_each_trigger_and_ends_with_success()
    {
        var (code, output, errors) = await RunAsync([], "--once", "--port", "0", "--broker-port", "0");
        Assert.True(code == 0, $"exit code {code}\n{output}\n{errors}");
        Assert.All(["│ HTTP ", "│ Queue ", "│ CSV "],
            trigger => Assert.Single(output.Split('\n'), line => line.StartsWith(trigger, StringComparison.Ordinal)));
        Assert.DoesNotContain("FAILED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_without_a_result_is_a_failure_with_the_reason()
    {
        var (code, output, errors) = await RunAsync(
            [("Sentiment__Model", "/there/is/no/such/model"), ("AzureWebJobs.ScoreQueue.Disabled", "1"),
                ("AzureWebJobs.ScoreCsv.Disabled", "1")], "--once", "--port", "0", "--broker-port", "0");
        Assert.True(code == 1, $"exit code {code}\n{output}\n{errors}");
        Assert.Contains("answered 503", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_is_a_failure_if_there_is_nothing_to_send()
    {
        var (code, _, errors) = await RunAsync(
            [("AzureWebJobs.ScoreHttp.Disabled", "1"), ("AzureWebJobs.ScoreQueue.Disabled", "1"), ("AzureWebJobs.ScoreCsv.Disabled", "1")],
            "--once", "--port", "0", "--broker-port", "0");
        Assert.Equal(1, code);
        Assert.Contains("no function that the samples are for", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--nonsense'", "--nonsense")]
    [InlineData("there is no such folder", "--app", "/there/is/no/such/app")]
    [InlineData("there is no such file", "--settings", "/there/is/no/such/file")]
    public async Task Invalid_arguments_end_the_host_at_once_with_the_reason(string said, params string[] args)
    {
        var (code, _, errors) = await RunAsync([], args);
        Assert.Equal(1, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_setting_is_named_with_the_function_that_needs_it()
    {
        var (code, _, errors) = await RunAsync([("ReviewQueue", "")], "--no-samples", "--port", "0", "--broker-port", "0");
        Assert.Equal(1, code);
        Assert.Contains("'ReviewQueue' is missing", errors, StringComparison.Ordinal);
        Assert.Contains("ScoreQueue", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_every_option()
    {
        var (code, output, _) = await RunAsync([], "--help");
        Assert.Equal(0, code);
        Assert.All(["--app", "--settings", "--port", "--broker-port", "--latency", "--workers", "--once", "--no-samples", "--json"],
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_key_in_the_settings_is_required_of_callers()
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(HostProcess.Patience);
        using var host = HostProcess.Start(
            [("LocalHost__FunctionKey", "the key")], "--json", "--no-samples", "--port", "0", "--broker-port", "0");
        try
        {
            var log = host.StandardError.ReadToEndAsync(late.Token);
            var line = await host.StandardOutput.ReadLineAsync(late.Token) ?? throw new IOException(await log);
            using var client = new HttpClient { BaseAddress = new Uri(JsonElement.Parse(line).GetProperty("http").GetString() + "/") };
            using var without = await client.GetAsync("api/openapi.json", late.Token);
            using var proper = await client.GetAsync("api/openapi.json?code=the%20key", late.Token);
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.StatusCode, proper.StatusCode));
        }
        finally
        {
            host.Kill(entireProcessTree: true);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        (string Name, string Value)[] environment, params string[] args)
    {
        using var host = HostProcess.Start(environment, args);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(HostProcess.Patience);
        try
        {
            var (output, errors) = (host.StandardOutput.ReadToEndAsync(limit.Token), host.StandardError.ReadToEndAsync(limit.Token));
            await host.WaitForExitAsync(limit.Token);
            return (host.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            host.Kill(entireProcessTree: true);
            throw;
        }
    }
}
