using Sentiment.Inference;

namespace Sentiment.Cli.Probing;

/// <summary>A model that gives the label and the positive probability of texts.</summary>
internal sealed class ProbedModel : IAsyncDisposable
{
    // Small enough for any engine queue, large enough for full batches.
    private const int TextsAtOnce = 256;

    private readonly SentimentEngine engine;
    private readonly string positive;

    /// <summary>Takes ownership of the engine.</summary>
    /// <exception cref="CliException">The model has no label POSITIVE.</exception>
    public ProbedModel(SentimentEngine engine)
    {
        this.engine = engine;
        positive = engine.Model.Labels.FirstOrDefault(label => label.Equals("POSITIVE", StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException(
                $"{engine.Model.Directory} has the labels {string.Join(", ", engine.Model.Labels)}; a probe needs one called POSITIVE.");
    }

    /// <summary>The model's name.</summary>
    public string Name => engine.Model.Name;

    /// <summary>SHA-256 of its ONNX file.</summary>
    public string Sha256 => engine.Model.Sha256;

    /// <summary>Its directory.</summary>
    public string Directory => engine.Model.Directory;

    /// <summary>The score of each text, in order.</summary>
    public async Task<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var scores = new List<SentimentScore>(texts.Count);
        foreach (var chunk in texts.Chunk(TextsAtOnce))
            scores.AddRange(await engine.ScoreAsync(chunk, cancellationToken));
        return [.. scores];
    }

    /// <summary>The positive probability of a text.</summary>
    public double Positive(SentimentScore score) => score.Scores[positive];

    /// <summary>The label with the highest probability, as the mean over several texts.</summary>
    public string Label(IReadOnlyCollection<SentimentScore> scores) =>
        engine.Model.Labels.MaxBy(label => scores.Sum(score => (double)score.Scores[label]))!;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
