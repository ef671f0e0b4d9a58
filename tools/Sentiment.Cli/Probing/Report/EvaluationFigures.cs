using System.Text.Json;
using Sentiment.Cli.Evaluation;

namespace Sentiment.Cli.Probing.Report;

/// <summary>The part of <c>sentiment evaluate --json</c>'s file that a report shows.</summary>
internal sealed record EvaluationFigures(string Model, string ModelSha256, string Data, int Texts,
    IReadOnlyDictionary<string, Interval> Metrics)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">It is no such file, or about another model.</exception>
    public static EvaluationFigures Read(string path, string modelSha256)
    {
        try
        {
            var figures = JsonSerializer.Deserialize<EvaluationFigures>(File.ReadAllText(path), JsonSerializerOptions.Web);
            if (figures?.Metrics is null || figures.ModelSha256 is null)
                throw new CliException($"{path} holds no evaluation. Make it with: sentiment evaluate --data FILE --json {path}");
            if (figures.ModelSha256 != modelSha256)
                throw new CliException(
                    $"{path} is about another model (SHA-256 {figures.ModelSha256[..12]}…, this one is {modelSha256[..12]}…). " +
                    $"Evaluate again: sentiment evaluate --data FILE --json {path}");
            return figures;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} is not what 'sentiment evaluate --json' writes: {exception.Message}");
        }
    }
}
