using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Bicep;

public class FormatTests
{
    [Fact]
    public async Task Formatting_changes_nothing()
    {
        using var copy = new InfraCopy();

        Assert.Equal(0, (await BicepCli.Run("format", "--pattern", copy.At("**/*.bicep"))).ExitCode);
        Assert.Equal(0, (await BicepCli.Run("format", "--pattern", copy.At("**/*.bicepparam"))).ExitCode);

        foreach (var file in InfraFiles.Of(".bicep").Concat(InfraFiles.Of(".bicepparam")))
            Assert.Equal(File.ReadAllText(copy.At(file)), File.ReadAllText(Path.Combine(InfraFiles.Folder, file)));
    }
}
