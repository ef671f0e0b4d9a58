namespace Sentiment.Cli.Evaluation;

/// <summary>What a model said of one labelled text; all that the metrics need.</summary>
/// <param name="Positive">The label that is right.</param>
/// <param name="Probability">The model's probability of POSITIVE.</param>
/// <param name="Tokens">The text's length, [CLS] and [SEP] included, before truncation.</param>
/// <param name="Loss">Minus the logarithm of the right label's probability.</param>
internal readonly record struct Prediction(bool Positive, float Probability, int Tokens, double Loss)
{
    /// <summary>POSITIVE was the likelier label.</summary>
    public bool SaidPositive => Probability > 0.5f;

    public bool Right => SaidPositive == Positive;
}
