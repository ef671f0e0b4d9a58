namespace Sentiment.Benchmarks.Workers;

/// <summary>What a worker is asked: to score texts, all at once as it likes, or one by one with the time of each.</summary>
internal sealed record WorkRequest(string[] Texts, bool Singly, int PadTo);

/// <summary>What it answers.</summary>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="Latencies">Milliseconds of each text, when they were scored one by one.</param>
internal sealed record WorkReply(double Seconds, double[] Latencies);
