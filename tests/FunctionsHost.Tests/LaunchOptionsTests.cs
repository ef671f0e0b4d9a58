namespace FunctionsHost.Tests;

public sealed class LaunchOptionsTests
{
    [Fact]
    public async Task Every_option_is_read()
    {
        var (options, error) = await ParseAsync(
            "--app", "some/app", "--settings", "s.json", "--port", "0", "--broker-port", "5673", "--latency", "20", "--workers", "3",
            "--no-samples", "--json");
        Assert.Empty(error);
        Assert.Equal(
            new LaunchOptions(
                App: Path.GetFullPath("some/app"),
                SettingsFile: Path.GetFullPath("s.json"),
                Port: 0,
                BrokerPort: 5673,
                Latency: TimeSpan.FromMilliseconds(20),
                Workers: 3,
                Once: false,
                Samples: false,
                Json: true),
            options);
    }

    [Theory]
    [InlineData("--prot", "7071")]
    [InlineData("--port")]
    [InlineData("--port", "70711")]
    [InlineData("--port", "-1")]
    [InlineData("--broker-port", "x")]
    [InlineData("--latency", "501")]
    [InlineData("--workers", "0")]
    [InlineData("--once", "--no-samples")]
    public async Task Invalid_options_are_named_in_the_error(params string[] args)
    {
        var (options, error) = await ParseAsync(args);
        Assert.Null(options);
        Assert.Contains(args[0], error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_options_it_runs_the_app_s_own_build_output_with_one_worker_and_samples()
    {
        var (options, _) = await ParseAsync();
        Assert.EndsWith(Path.Combine("net10.0"), options!.App, StringComparison.Ordinal);
        Assert.Equal(
            new LaunchOptions(options.App, null, null, null, TimeSpan.Zero, Workers: 1, Once: false, Samples: true, Json: false), options);
    }

    private static async Task<(LaunchOptions? Options, string Error)> ParseAsync(params string[] args)
    {
        LaunchOptions? options = null;
        var error = new StringWriter();
        var exitCode = await LaunchOptions.InvokeAsync(
            args,
            given =>
            {
                options = given;
                return Task.FromResult(0);
            },
            error);
        Assert.Equal(options is null ? 1 : 0, exitCode);
        return (options, error.ToString());
    }
}
