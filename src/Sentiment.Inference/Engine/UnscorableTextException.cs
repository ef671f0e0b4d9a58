namespace Sentiment.Inference;

/// <summary>The model gave a text logits that are not finite numbers, so the text has no score. Every run would give the same.</summary>
public sealed class UnscorableTextException()
    : Exception(
        "The model gave a result that is not a number for this text. Leave the text out or change it; if there are more such texts, " +
        "export the model again in fp32.");
