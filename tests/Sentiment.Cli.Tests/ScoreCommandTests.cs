using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace Sentiment.Cli.Tests;

public class ScoreCommandTests
{
    [Fact]
    public async Task Texts_come_from_the_arguments()
    {
        var (code, output, _) = await CommandLine.RunAsync("", "score", "A wonderful film.", "A dreadful film.");

        Assert.Equal(0, code);
        Assert.Equal(["POSITIVE", "NEGATIVE"], output.Lines().Select(line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("@united you lost my bag")]
    [InlineData("-movie was bad")]
    [InlineData("-f-word in every line")]
    public async Task A_text_may_begin_like_an_option_or_a_file_of_options(string text)
    {
        var (code, output, error) = await CommandLine.RunAsync("", "score", "--json", text);

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_text_that_begins_with_an_at_sign_opens_no_file()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("secret"), "password", TestContext.Current.CancellationToken);

        var (code, output, error) = await CommandLine.RunAsync("", "score", $"@{directory.File("secret")}");

        Assert.Equal(0, code);
        Assert.Contains($"@{directory.File("secret")}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("password", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-m")]
    [InlineData("--json")]
    [InlineData("-f: a bad film")]
    public async Task After_two_dashes_an_option_is_a_text(string text)
    {
        var (code, output, error) = await CommandLine.RunAsync("", "score", "--json", "--", text);

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Texts_come_from_standard_input_one_a_line()
    {
        var (code, output, _) = await CommandLine.RunAsync("wonderful\n\ndreadful\n", "score", "--json");

        Assert.Equal(0, code);
        Assert.Equal([("wonderful", true), ("", false), ("dreadful", true)], output.Lines()
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(score => (score.GetProperty("text").GetString(), score.TryGetProperty("label", out _))));
    }

    [Fact]
    public async Task Texts_come_from_a_file()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllLinesAsync(directory.File("texts.txt"), Enumerable.Repeat("a wonderful film", 3000),
            TestContext.Current.CancellationToken);

        var (code, output, _) = await CommandLine.RunAsync("", "score", "--file", directory.File("texts.txt"));

        Assert.Equal(0, code);
        Assert.Equal(3000, output.Lines().Length);
    }

    [Fact]
    public async Task Texts_come_from_gzipped_JSON_Lines()
    {
        using var directory = new TemporaryDirectory();
        await using (var gzip = new GZipStream(File.Create(directory.File("texts.jsonl.gz")), CompressionLevel.Fastest))
            await gzip.WriteAsync("{\"id\":1,\"review\":\"wonderful\"}\n{\"id\":2}\n\"dreadful\"\n"u8.ToArray(),
                TestContext.Current.CancellationToken);

        var (code, output, _) = await CommandLine.RunAsync("", "score", "--file", directory.File("texts.jsonl.gz"));

        Assert.Equal(0, code);
        Assert.Equal(["POSITIVE", "ERROR", "NEGATIVE"], output.Lines().Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Texts_come_from_a_pipe_that_is_named_as_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/stdin.");
        using var process = Process.Start(ScoreOfPipe())!;
        await process.StandardInput.WriteAsync("id,text\n1,a wonderful film\n2,a dreadful film\n");
        process.StandardInput.Close();

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(["POSITIVE", "NEGATIVE"], output.Lines().Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_no_copy_of_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/stdin.");
        using var directory = new TemporaryDirectory();
        var score = ScoreOfPipe();
        score.Environment["TMPDIR"] = directory.Path;
        using var process = Process.Start(score)!;
        // More than a pipe holds: when all of it is written, the copy has begun.
        await process.StandardInput.BaseStream.WriteAsync(new byte[1 << 20], TestContext.Current.CancellationToken);

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(Directory.GetFiles(directory.Path, "*.tmp"));
    }

    [Fact]
    public async Task A_pipe_that_does_not_end_can_be_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no mkfifo.");
        using var directory = new TemporaryDirectory();
        var pipe = directory.File("texts.csv");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(
            () =>
            {
                using var sender = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                sender.Write(new byte[1 << 20]);
                stop.Cancel();
                for (var i = 0; i < 100; i++) sender.Write(new byte[1 << 20]);
            },
            TestContext.Current.CancellationToken);

        var error = new StringWriter();
        var code = await SentimentCli.RunAsync(
            ["score", "--file", pipe], new CliConsole(TextReader.Null, TextWriter.Null, error), stop.Token);

        Assert.Equal((1, "sentiment: stopped."), (code, error.ToString().Trim()));
        await Assert.ThrowsAnyAsync<IOException>(() => sending); // nobody reads the rest
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("It\uFFFDs great", "UTF-8")]
    [InlineData("\u2764\uFE0F", "no word")]
    public async Task A_text_that_cannot_be_scored_has_the_reason_in_its_line(string text, string reason)
    {
        var (code, output, error) = await CommandLine.RunAsync("", "score", "A wonderful film.", text);

        Assert.Equal(0, code);
        Assert.StartsWith("ERROR\t", output.Lines()[1], StringComparison.Ordinal);
        Assert.Contains(reason, output.Lines()[1], StringComparison.Ordinal);
        Assert.Contains("1 of 2 texts have no score", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_in_the_error()
    {
        var (code, _, error) = await CommandLine.RunAsync("", "score", "--file", "no-such-file.txt");

        Assert.Equal(1, code);
        Assert.Contains("no-such-file.txt", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_are_refused_instead_of_scoring_their_names()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("a.csv"), "text\nwonderful\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await CommandLine.RunAsync("", "score", "--file", directory.File("a.csv"), "b.csv", "c.csv");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("a.csv and the text 'b.csv' were given", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_for_reading_a_file_are_refused_without_one()
    {
        var (code, output, error) = await CommandLine.RunAsync("wonderful\n", "score", "--metadata", "textColumn=2");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Name the file with --file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_ONNX_Runtime_is_a_message_and_no_stack_trace()
    {
        using var directory = new TemporaryDirectory();
        var model = SmallModel.Write(directory);
        SmallModel.FailOn(model, "film");

        var (code, _, error) = await CommandLine.RunAsync("", "score", "--model", model, "a good film");

        Assert.Equal(1, code);
        Assert.StartsWith("sentiment: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_without_a_model_is_named_with_the_remedy()
    {
        using var directory = new TemporaryDirectory();
        var (code, _, error) = await CommandLine.RunAsync("", "score", "--model", directory.Path, "text");

        Assert.Equal(1, code);
        Assert.Contains(directory.Path, error, StringComparison.Ordinal);
        Assert.Contains("model.onnx", error, StringComparison.Ordinal);
    }

    private static ProcessStartInfo ScoreOfPipe() =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sentiment.dll"), "score", "--file", "/dev/stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
}
