namespace Sentiment.Training.Learning;

/// <summary>One factor for all logits (Guo et al. 2017). It changes no label, only how sure the model is.</summary>
internal static class TemperatureScaling
{
    /// <summary>The factor, to a twentieth, with which the probabilities have the least log loss.</summary>
    /// <param name="margins">The positive minus the negative logit of each text.</param>
    /// <param name="positive">1 for a positive text, 0 for a negative one.</param>
    public static double Factor(IReadOnlyList<float> margins, IReadOnlyList<float> positive)
    {
        return Enumerable.Range(1, 100).Select(twentieths => twentieths / 20.0).MinBy(Loss);

        double Loss(double factor) => margins.Zip(positive, (margin, label) =>
            Math.Log(1 + Math.Exp((label > 0.5 ? -margin : margin) * factor))).Average();
    }
}
