using System.Diagnostics;

namespace Sentiment.Cli.Tests;

/// <summary>The command line as a process, with the standard streams that a shell gives it.</summary>
public sealed class ProcessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("score", "--model", TestModel.Name, "a wonderful film")]
    [InlineData("--help")]
    public async Task A_full_disk_is_a_message_and_no_stack_trace(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /dev/full.");
        string[] shell = ["-c", "exec \"$@\" > /dev/full", "sh", "dotnet", Program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo("sh", shell) { RedirectStandardError = true })!;

        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("sentiment: ", error.Lines()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score", "wonderful", "dreadful", "POSITIVE", "NEGATIVE")]
    [InlineData("tokenize", "{\"text\":\"[MASK]\"}", "{\"text\":\"\"}", "{\"text\":\"[MASK]\",\"ids\"", "{\"text\":\"\",\"ids\"")]
    public async Task A_line_is_answered_before_the_next_one_comes(string command, string first, string second, params string[] answers)
    {
        using var process = Start(command, "--model", TestModel.Directory);

        await process.StandardInput.WriteLineAsync(first);
        Assert.StartsWith(answers[0], await process.StandardOutput.ReadLineAsync(Stop), StringComparison.Ordinal);
        await process.StandardInput.WriteLineAsync(second);
        Assert.StartsWith(answers[1], await process.StandardOutput.ReadLineAsync(Stop), StringComparison.Ordinal);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Stop);

        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("score", "a wonderful film")]
    [InlineData("tokenize", "{\"text\":\"a wonderful film\"}")]
    public async Task Lines_that_nobody_reads_end_the_command_quietly(string command, string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, the console hides that a pipe is closed.");
        using var process = Start(command, "--model", TestModel.Directory);
        await process.StandardInput.WriteLineAsync(line);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(Stop));

        process.StandardOutput.Close();
        await process.StandardInput.WriteLineAsync(line);

        // Standard input stays open, so nothing else ends the process.
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("sentiment:", await process.StandardError.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_nobody_reads_does_not_end_an_evaluation()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("data.tsv"), "sentence\tlabel\nA wonderful film.\t1\nA dreadful film.\t0\n", Stop);
        using var process = Start("evaluate", "--model", TestModel.Name, "--data", directory.File("data.tsv"), "--expect", "accuracy=0.1",
            "--json", directory.File("report.json"));

        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("was expected", error, StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("report.json")));
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "sentiment.dll");

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
