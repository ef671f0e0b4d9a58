using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>A score and a model as JSON, with the same members for every trigger.</summary>
internal static class ScoreJson
{
    /// <summary>One JSON object as UTF-8. Text is not escaped for HTML: the answers are JSON, never part of a page.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes the members of a score into the current object.</summary>
    public static void WriteScore(this Utf8JsonWriter json, SentimentScore score)
    {
        json.WriteString("label", score.Label);
        json.WriteNumber("score", score.Score);
        json.WriteStartObject("scores");
        foreach (var (label, value) in score.Scores)
            json.WriteNumber(label, value);
        json.WriteEndObject();
        json.WriteNumber("tokens", score.Tokens);
        json.WriteNumber("unknown", score.Unknown);
        json.WriteBoolean("truncated", score.Truncated);
        if (score.DecidedBy is { } model)
            json.WriteString("decidedBy", model.Name);
    }

    /// <summary>Writes the model that scored.</summary>
    public static void WriteModel(this Utf8JsonWriter json, ModelInfo model, string member = "model") =>
        json.WriteModel(model.Name, model.Sha256, model.MaxTokens, member);

    /// <summary>Writes a model: as a member of the current object or, without its name, as an element of the current array.</summary>
    public static void WriteModel(this Utf8JsonWriter json, string name, string sha256, int maxTokens, string? member)
    {
        if (member is not null)
            json.WritePropertyName(member);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("sha256", sha256);
        json.WriteNumber("maxTokens", maxTokens);
        json.WriteEndObject();
    }
}
