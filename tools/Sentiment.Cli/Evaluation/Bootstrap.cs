namespace Sentiment.Cli.Evaluation;

/// <summary>
/// 95 % intervals for metrics without a formula, by drawing the texts again with replacement (Efron 1979). Always the same draws.
/// </summary>
internal static class Bootstrap
{
    private const int Draws = 500;

    /// <summary>The metric, and the middle 95 % of its values over the draws that define it.</summary>
    public static Interval Of(IReadOnlyList<Prediction> predictions, Func<IReadOnlyList<Prediction>, double?> metric)
    {
        if (metric(predictions) is not { } value) return default;
        var random = new Random(1);
        var drawn = new Prediction[predictions.Count];
        var values = new List<double>(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = predictions[random.Next(drawn.Length)];
            if (metric(drawn) is { } again) values.Add(again);
        }

        values.Sort();
        return new(value, Percentile(values, 0.025), Percentile(values, 0.975));
    }

    private static double? Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Round(share * (sorted.Count - 1))];
}
