using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>A request to <c>POST /api/score</c>.</summary>
/// <param name="Documents">The texts, in order.</param>
/// <param name="IsSingle">Whether the caller sent one text and wants one score, not a list.</param>
internal sealed record ScoreRequest(IReadOnlyList<ReviewDocument> Documents, bool IsSingle)
{
    /// <summary>Whether a text that is longer than the model's limit may be cut.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>Whether every sentence gets a score of its own, too.</summary>
    public bool Sentences { get; init; }

    /// <summary>Whether the influence of each word on the score is requested; for a single text only.</summary>
    public bool Explain { get; init; }

    /// <summary>The documents that go to the engine, in order.</summary>
    public IEnumerable<ReviewDocument> Scorable => Documents.Where(document => document.Refusal is null);
}

/// <summary>One text of a call.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Id">The caller's id for it, if any.</param>
/// <param name="Text">The text; empty when it is refused.</param>
/// <param name="Refusal">Why it is not scored, or null.</param>
internal sealed record ReviewDocument(int Index, string? Id, string Text, TextValidation? Refusal);
