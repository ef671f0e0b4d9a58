namespace Sentiment.Training.Text;

/// <summary>A text and the probability that it is positive; NaN where nobody has said.</summary>
internal readonly record struct LabelledText(string Text, float Positive);
