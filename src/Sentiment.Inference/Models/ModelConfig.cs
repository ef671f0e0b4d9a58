using System.Globalization;
using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The classifier's part of <c>config.json</c>.</summary>
/// <param name="Labels">The labels in the order of the logits.</param>
/// <param name="MaxPositions">The longest input that the graph has positions for.</param>
/// <param name="VocabularySize">The number of rows in the table of word embeddings; null if not given.</param>
internal sealed record ModelConfig(IReadOnlyList<string> Labels, int MaxPositions, int? VocabularySize)
{
    /// <summary>No model may have this label, because it is used for texts whose label is not sure enough.</summary>
    public const string Undecided = "UNDECIDED";

    public static ModelConfig Read(JsonElement config)
    {
        if (!config.TryGetProperty("id2label", out var id2label) || id2label.ValueKind != JsonValueKind.Object)
            throw new FormatException("\"id2label\" is missing, so the labels of the logits are not known.");

        if (config.TryGetProperty("problem_type", out var problem) && problem.ValueKind == JsonValueKind.String
            && problem.GetString() is not "single_label_classification" and var type)
        {
            throw new FormatException(
                $"\"problem_type\" is {type}: the probabilities of its labels do not sum to 1, so a softmax is wrong. "
                + "Only models with one label per text (single_label_classification) are supported.");
        }

        var labels = id2label.EnumerateObject()
            .ToDictionary(pair => Number(pair.Name), pair => pair.Value.GetString() ?? "");
        if (labels.Count < 2 || !Enumerable.Range(0, labels.Count).All(labels.ContainsKey))
            throw new FormatException("\"id2label\" must name at least two labels, numbered from 0.");

        if (labels.Values.Distinct().Count() < labels.Count)
            throw new FormatException("\"id2label\" gives two logits the same label.");

        if (labels.Values.FirstOrDefault(label => label.Equals(Undecided, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            throw new FormatException(
                $"\"id2label\" has the label {taken}, which is reserved for texts whose label is not sure enough. Give it another name.");
        }

        if (!config.TryGetProperty("max_position_embeddings", out var positions) || !positions.TryGetInt32(out var max) || max < 3)
            throw new FormatException("\"max_position_embeddings\" is missing or below 3: the longest input is not known.");

        int? size = config.TryGetProperty("vocab_size", out var words) && words.TryGetInt32(out var count) ? count : null;
        return new([.. Enumerable.Range(0, labels.Count).Select(id => labels[id])], max, size);
    }

    private static int Number(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"\"id2label\" has the key \"{key}\", but its keys must be numbers from 0.");
}
