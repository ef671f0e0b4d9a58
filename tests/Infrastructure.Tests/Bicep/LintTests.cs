using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Bicep;

public class LintTests
{
    [Theory]
    [InlineData(".bicep")]
    [InlineData(".bicepparam")]
    public async Task No_file_raises_a_warning(string extension)
    {
        var run = await BicepCli.Run("lint", "--pattern", Path.Combine(InfraFiles.Folder, "**", "*" + extension),
            "--diagnostics-format", "sarif");

        Assert.Empty(BicepCli.Complaints(run.Output));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(InfraFiles.Of(extension).Length, run.Output.Split("\"runs\":").Length - 1);
    }

    [Fact]
    public async Task A_wrong_type_or_name_is_caught_though_the_exit_code_hides_it()
    {
        using var copy = new InfraCopy();
        copy.Edit("modules/messaging.bicep", "minimumTlsVersion: '1.2'", "minimumTlsVersion: 12");
        copy.Edit("modules/messaging.bicep", "disableLocalAuth: true", "disableLocalAuthentication: true");

        var run = await BicepCli.Run("lint", copy.At("modules/messaging.bicep"), "--diagnostics-format", "sarif");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["BCP036", "BCP037"], BicepCli.Complaints(run.Output).Select(complaint => complaint[..6]).Order());
    }
}
