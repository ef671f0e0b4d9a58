namespace Sentiment.Cli;

/// <summary>A command cannot do what was asked; the message tells the reader why and what to do.</summary>
internal sealed class CliException(string message) : Exception(message);
