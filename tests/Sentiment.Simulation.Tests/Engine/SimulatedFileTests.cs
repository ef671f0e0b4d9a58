using Sentiment.Simulation.Tests.Support;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Tests.Engine;

public class SimulatedFileTests
{
    // Parts of 1,000 rows, 100 rows a second on an instance and a second of waiting a part; 1 MB/s to plan, a tenth of a second to send.
    private static readonly TriggerModel Round = new(TriggerKind.Csv, "int8", Data.Figures.With(
    [
        "int8.reviewsPerSecondPerCore=50", "instance.cores=2", "csv.secondsPerReview=0", "csv.partWaitMilliseconds=1000",
        "csv.bytesPerRow=100", "csv.partBytes=400000", "csv.partRows=20000", "int8.partReduction=4",
        "csv.planMBPerSecond=1", "queue.operationMilliseconds=100", "start.platformSeconds=2", "int8.loadSeconds=1",
        "start.decisionSeconds=10", "start.newPerDecision=4",
    ]));

    private static readonly SimulatedFile File = new(Round, 40_000);

    [Fact]
    public void A_part_ends_at_its_byte_or_row_limit_and_is_smaller_for_a_larger_model()
    {
        Assert.Equal(1_000, Round.ReviewsPerJob);
        Assert.Equal(250, (Round with { Figures = Round.Figures.With(["csv.partRows=1000"]) }).ReviewsPerJob);
    }

    [Fact]
    public void A_file_is_planned_once_and_its_parts_are_sent_one_after_another()
    {
        Assert.Equal(40, File.Parts);
        Assert.Equal(2 + 1 + 4, File.Planned, precision: 9);
        Assert.Equal(7 + 40 * 0.1, File.Sent, precision: 9);
    }

    [Fact]
    public void One_instance_scores_the_parts_in_turn()
    {
        var result = File.Run(1);

        // The first parts arrive at 7 s, the platform checks at 10 s, the instance is ready at 13 s, and a part takes 11 s.
        Assert.Equal(40, result.Last.Completed);
        Assert.Equal(13 + 40 * 11, result.Last.Time, precision: 9);
    }

    [Fact]
    public void Parts_that_take_no_time_to_send_arrive_together()
    {
        var file = File with { Trigger = Round with { Figures = Round.Figures.With(["queue.operationMilliseconds=0"]) } };

        var result = file.Run(1);

        Assert.Equal(40, result.Last.Completed);
        Assert.Equal(7, Assert.Single(result.Completions.Select(part => part.Arrived).Distinct()));
    }

    [Fact]
    public void As_many_instances_as_parts_score_a_file_in_the_time_of_one_part()
    {
        var result = File.Run(40, alwaysReady: 40);

        Assert.InRange(result.Last.Time, File.Sent + 11 - result.Settings.Step, File.Sent + 11);
    }

    [Fact]
    public void From_zero_a_file_gets_an_instance_a_part_as_fast_as_they_start()
    {
        var result = File.Run(100);

        Assert.Equal(16, result.Samples.Max(sample => sample.Ready));
        Assert.True(result.Cleared);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_001, 2)]
    [InlineData(9_999_999, 10_000)]
    public void Every_row_is_in_a_part(double rows, int parts)
    {
        var result = new SimulatedFile(Round, rows).Run(50);

        Assert.Equal(parts, result.Last.Completed);
        Assert.Equal(rows, result.Last.Completed * result.Settings.ReviewsPerJob, precision: 6);
    }
}
