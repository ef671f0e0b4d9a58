namespace Sentiment.Benchmarks.Workers;

/// <summary>One way to score texts.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>Scores all texts the way this contender does it.</summary>
    Task ScoreAsync(string[] texts, int padTo);

    /// <summary>Scores one text of a lone caller.</summary>
    Task ScoreOneAsync(string text, int padTo) => ScoreAsync([text], padTo);
}
