namespace Sentiment.Cli.Evaluation;

/// <summary>A model's prediction for one labelled text, with everything that the metrics need.</summary>
/// <param name="Positive">The actual label.</param>
/// <param name="Probability">The model's probability of POSITIVE.</param>
/// <param name="Tokens">The text's length, [CLS] and [SEP] included, before truncation.</param>
/// <param name="Loss">Minus the logarithm of the right label's probability.</param>
internal readonly record struct Prediction(bool Positive, float Probability, int Tokens, double Loss)
{
    /// <summary>Whether POSITIVE was the more probable label.</summary>
    public bool SaidPositive => Probability > 0.5f;

    public bool Right => SaidPositive == Positive;
}
