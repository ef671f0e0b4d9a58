using Sentiment.Cli.Evaluation;

namespace Sentiment.Cli.Tests.Evaluation;

public class MetricTests
{
    [Fact]
    public void The_confusion_matrix_counts_actual_and_predicted_labels()
    {
        var confusion = ConfusionMatrix.Of(
        [
            Said(true, 0.9f), Said(true, 0.8f), Said(true, 0.6f), // true positives
            Said(false, 0.7f), // false positive
            Said(false, 0.1f), Said(false, 0.2f), Said(false, 0.3f), Said(false, 0.4f), // true negatives
            Said(true, 0.4f), Said(true, 0.5f), // false negatives: 0.5 does not count as positive
        ]);

        Assert.Equal(new ConfusionMatrix(3, 1, 4, 2), confusion);
        Assert.Equal(0.7, confusion.Accuracy.Value!.Value, 12);
        Assert.Equal(0.75, confusion.Precision.Value!.Value, 12);
        Assert.Equal(0.6, confusion.Recall.Value!.Value, 12);
        Assert.Equal(2 * 0.75 * 0.6 / (0.75 + 0.6), confusion.F1!.Value, 12);
    }

    [Fact]
    public void Accuracy_against_coverage_counts_the_texts_from_each_confidence_on()
    {
        Prediction[] said = [Said(true, 0.95f), Said(false, 0.05f), Said(true, 0.2f), Said(true, 0.7f), Said(false, 0.7f)];

        var curve = SelectiveAccuracy.Curve(said);

        Assert.Equal([(1, 0.6), (0.6, 2 / 3d), (0.4, 1)], curve.Select(point => (point.Coverage, point.Accuracy.Value!.Value)));
        Assert.All(curve.Zip([0.7, 0.8, 0.95]), pair => Assert.Equal(pair.Second, pair.First.Threshold, 4));
        Assert.All(curve, point => Assert.Equal(point.Coverage * 5, said.Count(one => one.Confidence >= point.Threshold), 9));
        Assert.Equal(0.6, SelectiveAccuracy.For(curve, 0.65)!.Value.Coverage);
        Assert.Null(SelectiveAccuracy.For(curve, 1.01));
        Assert.Equal([1, 0.6], SelectiveAccuracy.Table(curve).Select(point => point.Coverage));
    }

    [Fact]
    public void A_share_has_Wilsons_interval()
    {
        // 7 of 10: centre (0.7 + 3.8415/20) / 1.38415 = 0.6445, half-width 0.2477, computed by hand.
        var interval = Interval.OfShare(7, 10);

        Assert.Equal(0.3968, interval.Low!.Value, 4);
        Assert.Equal(0.8922, interval.High!.Value, 4);
        Assert.Equal(0.7225, Interval.OfShare(10, 10).Low!.Value, 4);
        Assert.Equal(1, Interval.OfShare(10, 10).High!.Value, 12);
    }

    [Fact]
    public void The_area_counts_pairs_in_the_right_order_and_ties_half()
    {
        // Of four pairs two are in order, one is a tie, one is not.
        Assert.Equal(2.5 / 4, RankingCurve.Area([Said(true, 0.9f), Said(true, 0.4f), Said(false, 0.5f), Said(false, 0.4f)])!.Value, 12);
        Assert.Equal(1, RankingCurve.Area([Said(true, 0.6f), Said(false, 0.5f)])!.Value, 12);
        Assert.Equal(0.5, RankingCurve.Area([Said(true, 0.5f), Said(false, 0.5f)])!.Value, 12);
    }

    [Fact]
    public void The_curve_goes_from_corner_to_corner()
    {
        var points = RankingCurve.Points([Said(true, 0.9f), Said(false, 0.5f), Said(true, 0.4f), Said(false, 0.4f)]);

        Assert.Equal([(0, 0), (0, 0.5), (0.5, 0.5), (1, 1)], points);
    }

    [Fact]
    public void The_calibration_error_is_the_mean_gap_between_confidence_and_accuracy()
    {
        // Two texts at 0.8, one right: gap 0.3. Two at 0.96, both right, one of them negative: gap 0.04.
        Prediction[] predictions = [Said(true, 0.8f), Said(false, 0.8f), Said(true, 0.96f), Said(false, 0.04f)];

        Assert.Equal((2 * 0.3 + 2 * 0.04) / 4, Calibration.Error(predictions)!.Value, 6);
        Assert.Equal([2, 2], Calibration.Bins(predictions).Select(bin => bin.Texts));
    }

    [Fact]
    public void A_confidence_of_one_is_in_the_last_bin()
    {
        Assert.Equal(0.95, Assert.Single(Calibration.Bins([Said(true, 1), Said(false, 0)])).From, 12);
    }

    [Fact]
    public void The_loss_is_the_mean_cross_entropy()
    {
        var report = Report(Said(true, 0.5f), Said(false, 0.75f));

        Assert.Equal((Math.Log(2) + Math.Log(4)) / 2, report.Metrics[MetricNames.Loss].Value!.Value, 6);
    }

    [Fact]
    public void Lengths_are_cut_into_bands_by_their_tokens()
    {
        var bands = LengthBand.Of([Said(true, 0.9f, 16), Said(true, 0.1f, 17), Said(true, 0.9f, 32), Said(true, 0.9f, 600)]);

        Assert.Equal([(1, (int?)16, 1, 1.0), (17, 32, 2, 0.5), (513, null, 1, 1.0)],
            bands.Select(b => (b.From, b.To, b.Texts, b.Accuracy.Value!.Value)));
    }

    [Fact]
    public void One_class_alone_has_no_area()
    {
        var report = Report(Said(false, 0.1f), Said(false, 0.2f));
        var text = new StringWriter();
        ReportTable.Write(text, report);

        Assert.Null(report.Metrics[MetricNames.Auc].Value);
        Assert.Null(report.Metrics[MetricNames.Precision].Value);
        Assert.Null(report.Metrics[MetricNames.F1].Value);
        Assert.Equal(1, report.Metrics[MetricNames.Accuracy].Value);
        Assert.Contains("Only one class", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("n/a", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_contain_their_value_and_are_reproducible()
    {
        var random = new Random(4);
        Prediction[] predictions =
            [.. Enumerable.Range(0, 300)
                .Select(i => Said(i % 2 == 0, (float)Math.Clamp(random.NextDouble() + (i % 2 == 0 ? 0.2 : -0.2), 0, 1)))];

        var (first, second) = (Report(predictions), Report(predictions));

        foreach (var (name, interval) in first.Metrics)
        {
            Assert.InRange(interval.Value!.Value, interval.Low!.Value, interval.High!.Value);
            Assert.True(interval.High - interval.Low is > 0.01 and < 0.3, name);
        }

        Assert.Equal(first.Metrics, second.Metrics);
    }

    private static EvaluationReport Report(params Prediction[] predictions) =>
        EvaluationReport.From(predictions, "model", "hash", "data", 0, TimeSpan.Zero);

    private static Prediction Said(bool positive, float probability, int tokens = 10) =>
        new(positive, probability, tokens, -Math.Log(positive ? probability : 1 - probability));
}
