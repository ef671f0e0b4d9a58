namespace Sentiment.Models;

/// <summary>The sizes of a DistilBERT classifier.</summary>
internal sealed record ModelDimensions
{
    // An ONNX file has at most 2 GiB. This leaves room for the graph.
    private const double MostParameters = 500e6;

    /// <summary>Transformer layers.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>Numbers per token between layers.</summary>
    public int Hidden { get; init; } = 768;

    /// <summary>Attention heads per layer; <see cref="Hidden"/> is a multiple.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Numbers per token inside the feed-forward part.</summary>
    public int FeedForward { get; init; } = 3072;

    /// <summary>Entries of the vocabulary.</summary>
    public int Vocabulary { get; init; } = 30522;

    /// <summary>The longest input in tokens.</summary>
    public int Positions { get; init; } = 512;

    /// <summary>The number of labels.</summary>
    public int Labels { get; init; } = 2;

    public int HeadSize => Hidden / Heads;

    /// <summary>The number of weights. A floating-point number, because the sizes may be too large for any other.</summary>
    public double Parameters
    {
        get
        {
            var (hidden, wide) = ((double)Hidden, (double)FeedForward);
            var layer = (4 * hidden * hidden) + (2 * hidden * wide) + (9 * hidden) + wide;
            return (((double)Vocabulary + Positions + 2) * hidden) + (Layers * layer) + ((hidden + 1) * (hidden + Labels));
        }
    }

    /// <exception cref="ArgumentException">There is no such model, or it does not fit into an ONNX file.</exception>
    public void Validate()
    {
        int[] sizes = [Layers, Hidden, Heads, FeedForward, Vocabulary, Positions, Labels];
        if (sizes.Any(size => size < 1)) throw new ArgumentException($"Every size of a model must be at least 1: {this}.");
        if (Hidden % Heads != 0) throw new ArgumentException($"The hidden size {Hidden} must be a multiple of the {Heads} heads.");
        if (Positions < 3 || Labels < 2) throw new ArgumentException("A classifier needs at least 3 positions and 2 labels.");
        if (Parameters > MostParameters)
        {
            throw new ArgumentException($"A model of these sizes has {Parameters:N0} parameters, but an ONNX file has room for "
                + $"{MostParameters:N0}. Choose smaller sizes.");
        }
    }
}
