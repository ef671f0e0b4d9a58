using FunctionsHost.Settings;

namespace FunctionsHost.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_nearest_file_above_is_found_and_the_sample_is_the_fallback()
    {
        var app = Directory.CreateDirectory(Path.Combine(folder, "bin", "net")).FullName;
        var sample = Write("local.settings.sample.json", "{}");
        Assert.Equal(sample, SettingsFile.Find(app));
        var real = Write("local.settings.json", "{}");
        Assert.Equal(real, SettingsFile.Find(app));
        var nearer = Write("bin/local.settings.sample.json", "{}");
        Assert.Equal(nearer, SettingsFile.Find(app));
    }

    [Fact]
    public void Numbers_and_booleans_are_read_as_text_and_comments_are_allowed() => Assert.Equivalent(
        new Dictionary<string, string> { ["A"] = "1", ["B"] = "true", ["C"] = "text" },
        SettingsFile.Read(Write("f.json", """{ "Values": { "A": 1, /* why */ "B": true, "C": "text", } }""")),
        strict: true);

    [Theory]
    [InlineData("""{ "IsEncrypted": true }""", "encrypted")]
    [InlineData("""{ "Values": { "A": {} } }""", "A__B")]
    [InlineData("""{ "Values": { "Twice": "1", "twice": "2" } }""", "\"twice\" twice. Remove one of them.")]
    [InlineData("nonsense", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    public void A_file_that_cannot_be_used_says_why(string text, string why)
    {
        var error = Assert.Throws<HostException>(() => SettingsFile.Read(Write("f.json", text)));
        Assert.Contains("f.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_are_read_as_core_tools_read_them()
    {
        Assert.Null(SettingsFile.Cors(Write("f.json", """{ "Values": {}, "Host": { "LocalHttpPort": 7071 } }""")));
        Assert.Null(SettingsFile.Cors(Write("f.json", """{ "Host": { "CORS": null } }""")));
        Assert.True(SettingsFile.Cors(Write("f.json", """{ "Host": { "CORS": "*" } }"""))!.AllowAnyOrigin);
        var policy = SettingsFile.Cors(Write("f.json",
            """{ "Host": { "CORS": "https://a.example, https://b.example", "CORSCredentials": true } }"""));
        Assert.Equal(["https://a.example", "https://b.example"], policy!.Origins);
        Assert.True(policy.SupportsCredentials);
        Assert.Contains("CORSCredentials", Assert.Throws<HostException>(
            () => SettingsFile.Cors(Write("f.json", """{ "Host": { "CORS": "*", "CORSCredentials": true } }"""))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_that_are_not_text_are_refused_with_the_file_and_the_form()
    {
        var error = Assert.Throws<HostException>(
            () => SettingsFile.Cors(Write("f.json", """{ "Host": { "CORS": ["https://a.example"] } }""")));
        Assert.Contains("f.json: \"CORS\" is not text. Write \"https://a.example,", error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
