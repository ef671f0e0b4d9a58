namespace SentimentFunctions.Scoring;

/// <summary>How much of an input the log may show.</summary>
public enum InputLogMode
{
    /// <summary>Nothing of it.</summary>
    None,

    /// <summary>The beginning of its SHA-256. It finds the line of a known text, but an unknown text only by guessing.</summary>
    Hash,

    /// <summary>Its first characters.</summary>
    Prefix,
}
