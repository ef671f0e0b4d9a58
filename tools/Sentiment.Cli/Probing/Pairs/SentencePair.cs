namespace Sentiment.Cli.Probing.Pairs;

/// <summary>Two sentences that differ only in who they are about.</summary>
/// <param name="Domain">What the difference is in, such as gender or religion; figures are given by domain.</param>
/// <param name="Tone">What the sentence's other words say: neutral, positive or negative; empty where the source does not tell.</param>
/// <param name="First">About the one.</param>
/// <param name="Second">About the other.</param>
internal sealed record SentencePair(string Domain, string Tone, string First, string Second);
