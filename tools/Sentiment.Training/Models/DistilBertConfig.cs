namespace Sentiment.Training.Models;

/// <summary>The size of a DistilBERT. The comments give the names in config.json.</summary>
internal sealed record DistilBertConfig
{
    /// <summary>vocab_size.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>dim.</summary>
    public int Width { get; init; } = 256;

    /// <summary>n_layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>n_heads.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>hidden_dim.</summary>
    public int Inner { get; init; } = 768;

    /// <summary>max_position_embeddings.</summary>
    public int Positions { get; init; } = 512;

    /// <summary>dropout, everywhere.</summary>
    public double Dropout { get; init; } = 0.1;
}
