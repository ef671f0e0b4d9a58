namespace Sentiment.Inference;

/// <summary>A text that waits for the model.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Index">Its index in that call.</param>
internal readonly record struct PendingText(ScoringRequest Call, int Index)
{
    public TokenizedText Text => Call.Texts[Index];

    public int Length => Text.Ids.Length;
}
