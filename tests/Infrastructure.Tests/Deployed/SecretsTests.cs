using System.Text.RegularExpressions;
using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public partial class SecretsTests
{
    private static readonly Lazy<Task<Dictionary<string, string>>> Templates = new(async () =>
    {
        using var copy = new InfraCopy();
        Assert.Equal(0, (await BicepCli.Run("build", "--pattern", copy.At("*.bicep"))).ExitCode);
        return Directory.EnumerateFiles(copy.Infra, "*.bicep")
            .ToDictionary(file => Path.GetFileName(file), file => File.ReadAllText(Path.ChangeExtension(file, ".json")));
    });

    [Fact]
    public async Task No_key_and_no_connection_string_is_anywhere_in_the_compiled_template()
    {
        var template = await Compiled("main.bicep");

        Assert.DoesNotMatch(ReadsASecret(), template);
        Assert.DoesNotMatch(HoldsASecret(), template);
        Assert.DoesNotContain("secureString", template, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_one_key_that_Event_Grid_needs_goes_straight_into_its_address()
    {
        var template = await Compiled("events.bicep");

        Assert.Single(ReadsASecret().Matches(template));
        Assert.Matches("\"endpointUrl\": \".*listKeys\\(", template);
        Assert.DoesNotContain("\"outputs\"", template, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listKeys(x)")]
    [InlineData("listAccountSas(x)")]
    [InlineData("AccountKey=abc")]
    [InlineData("SharedAccessKey=abc")]
    public void The_check_finds_a_secret(string secret) =>
        Assert.True(ReadsASecret().IsMatch(secret) || HoldsASecret().IsMatch(secret));

    private static async Task<string> Compiled(string file) => (await Templates.Value)[file];

    [GeneratedRegex(@"\blist[A-Z]\w*\(")]
    private static partial Regex ReadsASecret();

    [GeneratedRegex("AccountKey|SharedAccess(Key|Signature)|[?&]sig=|InstrumentationKey|password", RegexOptions.IgnoreCase)]
    private static partial Regex HoldsASecret();
}
