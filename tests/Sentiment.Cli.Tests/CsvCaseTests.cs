using System.Text.Json;
using SentimentFunctions.Tests.Csv.Cases;

namespace Sentiment.Cli.Tests;

/// <summary>The command line reads every file of the table as the blob function does.</summary>
public sealed class CsvCaseTests
{
    public static TheoryData<string> Names => [.. CsvCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_is_scored_as_a_person_would_read_it_or_refused(string name)
    {
        var file = CsvCase.All[name];
        var right = file.Right;
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File(name), file.Bytes, TestContext.Current.CancellationToken);
        var metadata = (file.Metadata ?? new Dictionary<string, string>())
            .SelectMany(entry => (string[])["--metadata", $"{entry.Key}={entry.Value}"]);

        var (code, output, error) = await CommandLine.RunAsync("", ["score", "--json", "--file", directory.File(name), .. metadata]);

        if (right.Refuse || ((right.RefuseOrOk || right.RefuseOrHeaderless) && code != 0))
        {
            Assert.Equal((1, ""), (code, output));
            Assert.StartsWith($"sentiment: {directory.File(name)}: ", error, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(0, code);
        JsonElement[] lines = [.. output.Lines().Select(line => JsonDocument.Parse(line).RootElement)];
        var failed = lines.Count(line => line.TryGetProperty("error", out _));
        Assert.Equal(right.Rows ?? lines.Length, lines.Length);
        Assert.InRange(lines.Length, right.RowsMin ?? 1, int.MaxValue);
        Assert.Equal(right.Failed ?? failed, failed);
        Assert.Equal(right.Positives ?? Count("POSITIVE"), Count("POSITIVE"));
        Assert.Equal(right.Negatives ?? Count("NEGATIVE"), Count("NEGATIVE"));
        Assert.Equal(failed > 0, error.Contains("have no score", StringComparison.Ordinal));

        int Count(string label) => lines.Count(line => line.TryGetProperty("label", out var said) && said.GetString() == label);
    }
}
