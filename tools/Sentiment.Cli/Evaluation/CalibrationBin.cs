namespace Sentiment.Cli.Evaluation;

/// <summary>Texts whose predicted label had a probability between <paramref name="From"/> and <paramref name="To"/>.</summary>
internal readonly record struct CalibrationBin(double From, double To, int Texts, double Confidence, double Accuracy);
