namespace Sentiment.Cli.Tests;

public class DecimalOptionTests
{
    [Theory]
    [InlineData("--tolerance", "0,005", "evaluate", "--data", "data.tsv")]
    [InlineData("--tolerance", "1.5", "evaluate", "--data", "data.tsv")]
    [InlineData("--tolerance", "-0.1", "evaluate", "--data", "data.tsv")]
    [InlineData("--tolerance", "NaN", "evaluate", "--data", "data.tsv")]
    [InlineData("--accuracy", "0,95", "evaluate", "--data", "data.tsv")]
    [InlineData("--tolerance", "0,02", "probe", "countries")]
    [InlineData("--max-flips", "0,02", "model", "optimise", "source", "target")]
    [InlineData("--max-flips", "2", "model", "optimise", "source", "target")]
    [InlineData("--max-difference", "0,1", "model", "optimise", "source", "target")]
    [InlineData("--max-difference", "-1", "model", "optimise", "source", "target")]
    [InlineData("--agreement", "0,995", "cascade", "sentiment-tiny", "sentiment-small", "--data", "texts.txt")]
    [InlineData("--undecided", "0,5", "score", "good")]
    public async Task A_decimal_comma_or_a_number_out_of_range_is_refused(string option, string value, params string[] command)
    {
        var (code, _, error) = await CommandLine.RunAsync("", [.. command, $"{option}={value}"]);

        Assert.Equal(1, code);
        Assert.Contains($"{option} is {value}, but must be", error, StringComparison.Ordinal);
    }
}
