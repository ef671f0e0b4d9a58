namespace Sentiment.Training.Text;

/// <summary>A text and the probability that it is positive; NaN if it is not known.</summary>
internal readonly record struct LabelledText(string Text, float Positive);
