namespace Sentiment.Cli.Evaluation;

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
