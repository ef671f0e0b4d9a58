using FsCheck;
using FsCheck.Xunit;
using Sentiment.Cli.Evaluation;

namespace Sentiment.Cli.Tests.Evaluation;

public class MetricProperties
{
    [Property]
    public void The_area_equals_the_count_of_ordered_pairs(NonEmptyArray<(bool Positive, byte Probability)> said)
    {
        Prediction[] predictions = [.. said.Get.Select(s => new Prediction(s.Positive, s.Probability / 255f, 1, 0))];
        var pairs = predictions.Where(p => p.Positive)
            .SelectMany(_ => predictions.Where(p => !p.Positive), (p, n) => p.Probability.CompareTo(n.Probability)).ToArray();

        if (pairs.Length == 0) Assert.Null(RankingCurve.Area(predictions));
        else Assert.Equal(pairs.Average(order => (order + 1) / 2.0), RankingCurve.Area(predictions)!.Value, 9);
    }

    [Property]
    public void Every_text_is_in_one_bin_one_band_and_one_cell(NonEmptyArray<(bool Positive, byte Probability, ushort Tokens)> said)
    {
        Prediction[] predictions = [.. said.Get.Select(s => new Prediction(s.Positive, s.Probability / 255f, s.Tokens + 2, 0))];

        Assert.Equal(predictions.Length, Calibration.Bins(predictions).Sum(bin => bin.Texts));
        Assert.Equal(predictions.Length, LengthBand.Of(predictions).Sum(band => band.Texts));
        Assert.Equal(predictions.Length, ConfusionMatrix.Of(predictions).Total);
        Assert.InRange(Calibration.Error(predictions)!.Value, 0, 1);
    }
}
