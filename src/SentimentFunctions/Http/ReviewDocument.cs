using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>One text of a call.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Id">The caller's own name for it, if any.</param>
/// <param name="Text">The text; empty when it is refused.</param>
/// <param name="Refusal">Why it is not scored, or null.</param>
internal sealed record ReviewDocument(int Index, string? Id, string Text, TextValidation? Refusal);
