using System.Text;
using Demo.Tests.Reading;

namespace Demo.Tests.Scoring;

/// <summary>The page scores a file through the app.</summary>
public sealed class PageScoringTests
{
    /// <summary>More rows than the first batch has, so that two calls are made at a time.</summary>
    private static readonly PageReader.PageFile Many =
        new("many.csv", Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"row {i}\n"))));

    [Fact]
    public async Task The_error_that_ends_a_run_is_told_and_not_that_of_a_call_which_it_aborted()
    {
        var run = await PageReader.ScoreAsync(Many, [new(400, "", IsHeld: true), new(400, """{"detail":"Out of order."}""")]);

        Assert.Equal("Out of order.", run.Problem);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_does_not_wait_for_a_busy_app()
    {
        var run = await PageReader.ScoreAsync(
            new("one.csv", "text\nrow 1\n"u8.ToArray()), [new(429, "{}", RetryAfter: 3600, Cancels: true)]);

        Assert.Equal("cancelled", run.Problem);
    }
}
