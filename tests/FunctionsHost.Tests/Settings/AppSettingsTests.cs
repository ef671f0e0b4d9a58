using System.Collections;
using FunctionsHost.Settings;

namespace FunctionsHost.Tests.Settings;

public sealed class AppSettingsTests
{
    private static readonly Dictionary<string, string> File = new() { ["Queue"] = "from-file", ["Nested__Name"] = "n", ["Empty"] = "" };

    private static AppSettings Settings(params (string, string)[] environment)
    {
        var variables = new Hashtable();
        foreach (var (name, value) in environment)
            variables[name] = value;
        return new AppSettings(File, variables, "some file");
    }

    [Fact]
    public void The_environment_wins_over_the_file() => Assert.Equal("from-env", Settings(("Queue", "from-env")).Find("Queue"));

    [Fact]
    public void Names_are_compared_without_case() => Assert.Equal("from-file", Settings().Find("QUEUE"));

    [Fact]
    public void A_colon_and_two_underscores_name_the_same_setting()
    {
        Assert.Equal("n", Settings().Find("Nested:Name"));
        Assert.Equal("e", Settings(("Nested__Name", "e")).Find("Nested:Name"));
    }

    [Fact]
    public void An_empty_value_counts_as_none() => Assert.Null(Settings().Find("Empty"));

    [Fact]
    public void Every_placeholder_in_a_text_is_resolved() =>
        Assert.Equal("from-file/n.csv", Settings().Resolve("%Queue%/%Nested:Name%.csv", "F"));

    [Fact]
    public void A_missing_setting_is_reported_with_its_user_and_the_remedy()
    {
        var error = Assert.Throws<HostException>(() => Settings().Resolve("%Gone%", "Function ScoreQueue"));
        Assert.Contains("'Gone'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Function ScoreQueue", error.Message, StringComparison.Ordinal);
        Assert.Contains("local.settings.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("some file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worker_gets_the_file_s_values_with_all_overrides_applied()
    {
        var settings = Settings(("Queue", "from-env"), ("HOME", "/root"));
        settings.Override("Storage", "effective");
        Assert.Equivalent(new Dictionary<string, string> { ["Queue"] = "from-env", ["Nested__Name"] = "n", ["Storage"] = "effective" },
            settings.ForWorker().ToDictionary(), strict: true);
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("true", false)]
    [InlineData("True", false)]
    [InlineData("false", true)]
    [InlineData("0", true)]
    public void A_setting_can_switch_a_function_off(string value, bool enabled) =>
        Assert.Equal(enabled, Settings(("AzureWebJobs.ScoreCsv.Disabled", value)).IsEnabled("ScoreCsv"));
}
