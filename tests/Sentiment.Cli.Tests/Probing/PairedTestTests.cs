using FsCheck;
using FsCheck.Xunit;
using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Tests.Probing;

public class PairedTestTests
{
    [Theory] // The t of a 95 % interval, from any printed table.
    [InlineData(12.706, 1)]
    [InlineData(2.228, 10)]
    [InlineData(2.042, 30)]
    public void The_interval_matches_printed_tables(double t, int degrees)
    {
        double[] shifts = [.. Enumerable.Range(0, degrees + 1).Select(i => i % 2 * 2.0)];
        var mean = shifts.Average();
        var error = Math.Sqrt(shifts.Sum(shift => (shift - mean) * (shift - mean)) / degrees / shifts.Length);

        Assert.Equal(t, (PairedTest.Of(shifts).High!.Value - mean) / error, 1e-3);
    }

    [Fact]
    public void The_test_matches_the_textbook()
    {
        // Mean 2, standard deviation sqrt(2.5), n = 5: t = 2.8284, p = 0.0474, half an interval = 2.7764 * 0.7071.
        var test = PairedTest.Of([0, 1, 2, 3, 4]);

        Assert.Equal(2, test.Mean, 1e-12);
        Assert.Equal(0.0474, test.P!.Value, 1e-4);
        Assert.Equal(2 - 1.9632, test.Low!.Value, 1e-3);
        Assert.Equal(2 + 1.9632, test.High!.Value, 1e-3);
    }

    [Fact]
    public void One_pair_has_no_interval_and_no_p_value() => Assert.Equal(new PairedTest(0.3, null, null, null), PairedTest.Of([0.3]));

    [Property]
    public void Swapping_every_pair_mirrors_the_interval(NonEmptyArray<short> shifts)
    {
        var test = PairedTest.Of([.. shifts.Get.Select(shift => shift / 1000.0)]);
        var turned = PairedTest.Of([.. shifts.Get.Select(shift => -shift / 1000.0)]);

        Assert.Equal(test.Mean, -turned.Mean, 1e-9);
        Assert.Equal(test.P.HasValue, shifts.Get.Length > 1);
        if (test is not { Low: { } low, High: { } high, P: { } p })
            return;
        Assert.Equal(low, -turned.High!.Value, 1e-6);
        Assert.InRange(test.Mean, low - 1e-9, high + 1e-9);
        Assert.InRange(p, 0, 1);
    }
}
