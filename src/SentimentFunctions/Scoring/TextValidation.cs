using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>Why a text is not scored; the same rules for every trigger.</summary>
/// <param name="Code">A stable identifier, for programs.</param>
/// <param name="Message">What is wrong and what to do about it, for people.</param>
internal sealed record TextValidation(string Code, string Message)
{
    /// <summary>The code of a text over the limit of characters.</summary>
    public const string TooLong = "text_too_long";

    /// <summary>The code of a text for which the model gives no number.</summary>
    public const string NoResult = "no_result";

    /// <summary>The replacement character that decoders put where bytes were not valid text.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>The reason not to score this text, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isDecoded">Whether its bytes are known to be valid, so that a replacement character is an ordinary character.</param>
    public static TextValidation? Of(string? text, ScoringOptions options, bool isDecoded = false) => text switch
    {
        null => new("missing_text", "There is no text. Send it as a string."),
        { Length: var length } when length > options.MaxCharacters => new(
            TooLong,
            $"The text has {length} characters; at most {options.MaxCharacters} are accepted. Shorten it, or raise " +
            $"{ScoringOptions.Section}__{nameof(ScoringOptions.MaxCharacters)}."),
        _ when string.IsNullOrWhiteSpace(text) => new("empty_text", "The text is empty or blank."),
        _ when !isDecoded && text.Contains(Replacement) => new(
            "invalid_encoding",
            $"The text was not valid UTF-8: there is a replacement character at position {text.IndexOf(Replacement)}. Send it as UTF-8."),
        _ => null,
    };

    /// <summary>The reason not to return the score of a text, or null: all texts without a known word get the same score.</summary>
    /// <param name="score">The score; null if the model gives no number.</param>
    public static TextValidation? Of(SentimentScore? score) => score switch
    {
        null => new(NoResult, new UnscorableTextException().Message),
        { HasKnownWord: false } => new(
            "no_known_words",
            "The model's vocabulary knows no word of the text, so nothing can be said about it. Send words, not only emoji or another " +
            "script."),
        _ => null,
    };
}
