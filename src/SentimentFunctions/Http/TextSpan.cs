namespace SentimentFunctions.Http;

/// <summary>A part of a text, in UTF-16 code units, as C# and JavaScript count.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct TextSpan(int Offset, int Length);
