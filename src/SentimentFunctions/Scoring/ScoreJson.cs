using System.Text.Json;
using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>A score and a model as JSON: the same members at every door.</summary>
internal static class ScoreJson
{
    /// <summary>Writes the members of a score into the object that is open.</summary>
    public static void WriteScore(this Utf8JsonWriter json, SentimentScore score)
    {
        json.WriteString("label", score.Label);
        json.WriteNumber("score", score.Score);
        json.WriteStartObject("scores");
        foreach (var (label, value) in score.Scores)
            json.WriteNumber(label, value);
        json.WriteEndObject();
        json.WriteNumber("tokens", score.Tokens);
        json.WriteBoolean("truncated", score.Truncated);
    }

    /// <summary>Writes which model scored.</summary>
    public static void WriteModel(this Utf8JsonWriter json, ModelInfo model)
    {
        json.WriteStartObject("model");
        json.WriteString("name", model.Name);
        json.WriteString("sha256", model.Sha256);
        json.WriteNumber("maxTokens", model.MaxTokens);
        json.WriteEndObject();
    }
}
