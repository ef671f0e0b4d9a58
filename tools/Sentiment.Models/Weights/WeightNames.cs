namespace Sentiment.Models;

/// <summary>The names of DistilBERT's parameters in Hugging Face's exports.</summary>
internal static class WeightNames
{
    public const string Words = "distilbert.embeddings.word_embeddings.weight";
    public const string Positions = "distilbert.embeddings.position_embeddings.weight";
    public const string EmbeddingNorm = "distilbert.embeddings.LayerNorm";
    public const string PreClassifier = "pre_classifier";
    public const string Classifier = "classifier";

    public static string Layer(int index) => $"distilbert.transformer.layer.{index}";
}
