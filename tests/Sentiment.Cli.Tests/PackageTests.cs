using System.Diagnostics;

namespace Sentiment.Cli.Tests;

/// <summary>The library and the command line as NuGet packages: packed, installed into an empty folder, and used there.</summary>
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private const string Version = "0.0.1-test";

    private readonly TemporaryDirectory directory = new();

    // No remote source: building these tests has put the library's dependencies into the local package folder.
    private string LocalSource => $"""
        <configuration>
          <packageSources><clear /><add key="packed" value="{directory.Path}" /></packageSources>
        </configuration>
        """;

    [Fact]
    public async Task The_command_line_is_a_tool()
    {
        await PackAsync("tools", "Sentiment.Cli");

        await DotnetAsync("tool", "install", "sentiment", "--tool-path", directory.File("tools"), "--version", Version,
            "--configfile", directory.File("NuGet.config"));

        var said = await RunAsync(directory.File("tools/sentiment"), "score", "A wonderful, moving film.", "What a waste of money.");
        Assert.Matches(@"^POSITIVE\t0\.\d+\tA wonderful, moving film\.\r?\nNEGATIVE\t0\.\d+\tWhat a waste of money\.\r?\n$", said);
    }

    [Fact]
    public async Task The_library_scores_in_another_program()
    {
        await PackAsync("src", "Sentiment.Inference");
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(directory.File("app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{packages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Sentiment.Inference" Version="{Version}" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="10.0.15" />
              </ItemGroup>
            </Project>
            """, Stop);
        await File.WriteAllTextAsync(directory.File("Program.cs"), """
            using Microsoft.Extensions.DependencyInjection;
            using Sentiment.Inference;

            var options = new InferenceOptions { Model = "sentiment-tiny" };
            await using var services = new ServiceCollection().AddSentimentEngine(options).BuildServiceProvider();
            var score = await services.GetRequiredService<SentimentEngine>().ScoreAsync("A wonderful, moving film.");
            Console.WriteLine($"{services.GetRequiredService<SentimentEngine>().Model.Name} says {score.Label}");
            """, Stop);

        Assert.Equal("sentiment-tiny says POSITIVE", (await DotnetAsync("run")).Trim());
    }

    public void Dispose() => directory.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task PackAsync(string folder, string project)
    {
        await File.WriteAllTextAsync(directory.File("NuGet.config"), LocalSource, Stop);
        await DotnetAsync("pack", Repository.At(folder, project), "--no-build", "--configuration", Configuration,
            "--output", directory.Path, $"-p:PackageVersion={Version}");
    }

    private Task<string> DotnetAsync(params string[] arguments) => RunAsync("dotnet", arguments);

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CI"] = "", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await error}");
        return await output;
    }
}
