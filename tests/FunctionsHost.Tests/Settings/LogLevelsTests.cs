using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.Settings;

public sealed class LogLevelsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("Function.Score", LogLevel.Information, false)]
    [InlineData("function.score", LogLevel.Warning, true)]
    [InlineData("Function.Score.User", LogLevel.Debug, true)]
    [InlineData("Function.ScoreMore", LogLevel.Information, true)]
    [InlineData("Function.ScoreMore", LogLevel.Debug, false)]
    [InlineData("Azure.Core", LogLevel.Error, false)]
    public void The_longest_matching_category_prefix_decides(string category, LogLevel level, bool shown) =>
        Assert.Equal(shown, Read(
            """{ "default": "Information", "Function.Score": "Warning", "Function.Score.User": "Trace", "Azure": "None" }""")
            .Show(level, category));

    [Fact]
    public void Without_levels_Information_and_above_is_shown()
    {
        Assert.True(Read("{}").Show(LogLevel.Information, "Function.Score"));
        Assert.False(Read("{}").Show(LogLevel.Debug, "Function.Score"));
    }

    [Fact]
    public void An_unknown_level_is_named_in_the_error() =>
        Assert.Contains("\"logging.logLevel.Azure\" is Loud; it must be one of Trace, Debug",
            Assert.Throws<HostException>(() => Read("""{ "Azure": "Loud" }""")).Message);

    private LogLevels Read(string levels)
    {
        File.WriteAllText(file, $$"""{ "logging": { "logLevel": {{levels}} } }""");
        return HostJson.Read(file, Rig.Settings()).LogLevels;
    }
}
