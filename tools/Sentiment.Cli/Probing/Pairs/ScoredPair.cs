namespace Sentiment.Cli.Probing.Pairs;

/// <summary>A pair with the positive probabilities of its sentences.</summary>
internal sealed record ScoredPair(string Domain, string Tone, string First, string Second, double FirstPositive, double SecondPositive)
{
    /// <summary>How much more positive the second sentence is.</summary>
    public double Shift => SecondPositive - FirstPositive;

    /// <summary>Whether the two sentences get different labels.</summary>
    public bool Flips => FirstPositive >= 0.5 != SecondPositive >= 0.5;
}
