using System.Diagnostics;
using Sentiment.Inference;

namespace Sentiment.Cli.Evaluation;

/// <summary>Scores labelled texts. It keeps only a few bytes for each text, so that files of any size can be evaluated.</summary>
internal sealed class Evaluator(SentimentEngine engine)
{
    private const int TextsAtOnce = 256;
    private const string Positive = "POSITIVE";

    /// <summary>Scores every example.</summary>
    /// <param name="examples">The examples, read on demand.</param>
    /// <param name="data">The name of their file, for the report.</param>
    /// <param name="wrong">Receives every misclassified text.</param>
    /// <param name="unscorable">Receives every text for which the model gives no number; the figures leave it out.</param>
    /// <param name="cancellationToken">Ends the evaluation between two batches.</param>
    /// <exception cref="CliException">No example has a score, or the model is not a sentiment model with two labels.</exception>
    public async Task<(EvaluationReport Report, IReadOnlyList<Prediction> Predictions)> RunAsync(
        IEnumerable<Example> examples, string data, Action<Example, SentimentScore> wrong, Action<Example> unscorable,
        CancellationToken cancellationToken)
    {
        var positive = PositiveLabel();
        var negative = engine.Model.Labels.Single(label => label != positive);
        var watch = Stopwatch.StartNew();
        var predictions = new List<Prediction>();
        var (truncated, without) = (0, 0);
        foreach (var chunk in examples.Chunk(TextsAtOnce))
        {
            var scores = await engine.ScoreEachAsync([.. chunk.Select(e => e.Text)], cancellationToken: cancellationToken);
            foreach (var (example, score) in chunk.Zip(scores))
            {
                if (score is null)
                {
                    without++;
                    unscorable(example);
                    continue;
                }

                var right = score.Scores[example.Positive ? positive : negative];
                var prediction = new Prediction(example.Positive, score.Scores[positive], score.Tokens,
                    -Math.Log(Math.Max(right, float.Epsilon)));
                predictions.Add(prediction);
                if (score.Truncated) truncated++;
                if (!prediction.Right) wrong(example, score);
            }
        }

        if (predictions.Count == 0)
            throw new CliException($"{data} contains no labelled text that has a score; there is nothing to evaluate.");
        var report = EvaluationReport.From(predictions, engine.Model.Name, engine.Model.Sha256, data, truncated, watch.Elapsed);
        return (report with { WithoutResult = without }, predictions);
    }

    private string PositiveLabel() =>
        engine.Model.Labels.Count == 2
        && engine.Model.Labels.FirstOrDefault(l => string.Equals(l, Positive, StringComparison.OrdinalIgnoreCase)) is { } label
            ? label
            : throw new CliException(
                $"{engine.Model.Directory} has the labels {string.Join(", ", engine.Model.Labels)}; evaluate needs two, one of them " +
                $"{Positive}.");
}
