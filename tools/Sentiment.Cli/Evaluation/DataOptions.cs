namespace Sentiment.Cli.Evaluation;

/// <summary>Which columns of a labelled file to read; null finds them by their usual names.</summary>
internal sealed record DataOptions(string? TextColumn = null, string? LabelColumn = null);
