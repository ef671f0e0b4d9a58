namespace Sentiment.Cli.Evaluation;

/// <summary>A labelled text.</summary>
/// <param name="Line">Where it stands in its file, counted from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Positive">Its label.</param>
internal readonly record struct Example(int Line, string Text, bool Positive);
