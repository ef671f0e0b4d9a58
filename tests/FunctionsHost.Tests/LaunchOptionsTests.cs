namespace FunctionsHost.Tests;

public sealed class LaunchOptionsTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var options = LaunchOptions.Parse(
            ["--app", "some/app", "--settings", "s.json", "--port", "0", "--broker-port", "5673", "--latency", "20",
                "--no-samples", "--json"]);
        Assert.Equal(
            new LaunchOptions
            {
                App = Path.GetFullPath("some/app"),
                SettingsFile = Path.GetFullPath("s.json"),
                Port = 0,
                BrokerPort = 5673,
                Latency = TimeSpan.FromMilliseconds(20),
                Samples = false,
                Json = true,
            },
            options);
    }

    [Theory]
    [InlineData("--prot", "7071")]
    [InlineData("--port")]
    [InlineData("--port", "70711")]
    [InlineData("--port", "-1")]
    [InlineData("--broker-port", "x")]
    [InlineData("--latency", "501")]
    [InlineData("--once", "--no-samples")]
    public void What_cannot_be_meant_is_refused_by_name(params string[] args)
    {
        var error = Assert.Throws<HostException>(() => LaunchOptions.Parse(args));
        Assert.Contains(args[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_s_own_build_output_is_the_default() =>
        Assert.EndsWith(Path.Combine("net10.0"), new LaunchOptions().App, StringComparison.Ordinal);
}
