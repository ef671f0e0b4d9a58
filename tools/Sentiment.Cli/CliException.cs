namespace Sentiment.Cli;

/// <summary>A command failed; the message says why and what to do.</summary>
internal sealed class CliException(string message) : Exception(message);
