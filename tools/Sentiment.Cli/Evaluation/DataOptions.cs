namespace Sentiment.Cli.Evaluation;

/// <summary>How to read a labelled file.</summary>
/// <param name="TextColumn">The column of the texts; null finds it by its name.</param>
/// <param name="LabelColumn">The column of the labels; null finds it by its name.</param>
/// <param name="Metadata">What else the file leaves open.</param>
internal sealed record DataOptions(
    string? TextColumn = null, string? LabelColumn = null, IReadOnlyDictionary<string, string>? Metadata = null);
