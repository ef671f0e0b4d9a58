using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>What a student learns from, each text with the teachers' opinion.</summary>
/// <param name="Movies">The labelled movie sentences.</param>
/// <param name="Mixed">Mixtures of them.</param>
/// <param name="Others">Labelled sentences about products, places and services.</param>
/// <param name="Reviews">Sentences of movie reviews.</param>
internal sealed record TaughtTexts(TokenizedTexts Movies, TokenizedTexts Mixed, TokenizedTexts Others, TokenizedTexts Reviews);
