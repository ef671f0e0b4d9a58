namespace Sentiment.Cli.Evaluation;

/// <summary>All figures of one evaluation, for the table and for JSON.</summary>
internal sealed record EvaluationReport
{
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's ONNX file.</summary>
    public required string ModelSha256 { get; init; }

    public required string Data { get; init; }

    public required int Texts { get; init; }

    public required int Positives { get; init; }

    /// <summary>The number of texts that are longer than the model's limit. Only their beginning was scored.</summary>
    public required int Truncated { get; init; }

    /// <summary>The number of texts for which the model gave no number. They are in none of the other figures.</summary>
    public int WithoutResult { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The metrics by name; see <see cref="MetricNames"/>.</summary>
    public required IReadOnlyDictionary<string, Interval> Metrics { get; init; }

    public required ConfusionMatrix Confusion { get; init; }

    public required IReadOnlyList<LengthBand> Lengths { get; init; }

    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>The accuracy on the decided texts for some thresholds; see <see cref="SelectiveAccuracy"/>.</summary>
    public required IReadOnlyList<CoveragePoint> Coverage { get; init; }

    /// <summary>The published figures of distilbert-base-uncased-finetuned-sst-2-english, for comparison.</summary>
    public IReadOnlyDictionary<string, double> Published { get; init; } = PublishedFigures.Metrics;

    /// <summary>Computes everything from the predictions.</summary>
    public static EvaluationReport From(IReadOnlyList<Prediction> predictions, string model, string sha256, string data,
        int truncated, TimeSpan elapsed)
    {
        var confusion = ConfusionMatrix.Of(predictions);
        return new EvaluationReport
        {
            Model = model,
            ModelSha256 = sha256,
            Data = data,
            Texts = predictions.Count,
            Positives = predictions.Count(p => p.Positive),
            Truncated = truncated,
            Seconds = elapsed.TotalSeconds,
            Confusion = confusion,
            Metrics = new Dictionary<string, Interval>
            {
                [MetricNames.Accuracy] = confusion.Accuracy,
                [MetricNames.Precision] = confusion.Precision,
                [MetricNames.Recall] = confusion.Recall,
                [MetricNames.F1] = Bootstrap.Of(predictions, p => ConfusionMatrix.Of(p).F1),
                [MetricNames.Auc] = Bootstrap.Of(predictions, RankingCurve.Area),
                [MetricNames.Loss] = Bootstrap.Of(predictions, p => p.Count == 0 ? null : p.Average(x => x.Loss)),
                [MetricNames.CalibrationError] = Bootstrap.Of(predictions, Evaluation.Calibration.Error),
            },
            Lengths = LengthBand.Of(predictions),
            Coverage = SelectiveAccuracy.Table(SelectiveAccuracy.Curve(predictions)),
            Calibration = Evaluation.Calibration.Bins(predictions),
        };
    }
}

/// <summary>The accuracy on texts of <paramref name="From"/> to <paramref name="To"/> tokens; null for no upper end.</summary>
internal readonly record struct LengthBand(int From, int? To, int Texts, Interval Accuracy)
{
    private static readonly int[] Ends = [16, 32, 64, 128, 256, 512];

    /// <summary>The bands that have texts, short ones first.</summary>
    public static IReadOnlyList<LengthBand> Of(IEnumerable<Prediction> predictions) =>
    [
        .. predictions
            .GroupBy(p => Ends.TakeWhile(end => p.Tokens > end).Count())
            .OrderBy(band => band.Key)
            .Select(band => new LengthBand(
                band.Key == 0 ? 1 : Ends[band.Key - 1] + 1,
                band.Key < Ends.Length ? Ends[band.Key] : null,
                band.Count(),
                Interval.OfShare(band.Count(p => p.Right), band.Count()))),
    ];
}
