namespace SentimentFunctions.Scoring;

/// <summary>What of an input the log may show.</summary>
public enum InputLogMode
{
    /// <summary>Nothing of it.</summary>
    None,

    /// <summary>The beginning of its SHA-256: who has a text finds its line, who has the log finds no text but by trying.</summary>
    Hash,

    /// <summary>Its first characters.</summary>
    Prefix,
}
