namespace Sentiment.Cli.Probing.Pairs;

/// <summary>The scores of one model for pairs.</summary>
internal sealed record PairReport
{
    private const int Shown = 10;

    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's ONNX file.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Where the pairs are from.</summary>
    public required string Source { get; init; }

    /// <summary>By domain, and where the tone is known also by tone.</summary>
    public required IReadOnlyList<PairGroup> Groups { get; init; }

    /// <summary>The pairs with the largest shifts, worst first.</summary>
    public required IReadOnlyList<ScoredPair> WorstPairs { get; init; }

    /// <summary>The groups that hold a whole domain.</summary>
    public IEnumerable<PairGroup> Domains => Groups.Where(group => group.Tone == PairGroup.AllTones);

    /// <summary>Scores every pair with a model.</summary>
    public static async Task<PairReport> MakeAsync(ProbedModel model, string source, IReadOnlyList<SentencePair> pairs,
        CancellationToken cancellationToken)
    {
        var values = await model.PositiveAsync([.. pairs.SelectMany(pair => (string[])[pair.First, pair.Second])], cancellationToken);
        List<ScoredPair> scored = [.. pairs.Zip(values.Chunk(2), (pair, both) =>
            new ScoredPair(pair.Domain, pair.Tone, pair.First, pair.Second, both[0], both[1]))];
        return new PairReport
        {
            Model = model.Name,
            ModelSha256 = model.Sha256,
            Source = source,
            Groups = [.. scored.GroupBy(pair => pair.Domain).SelectMany(domain => GroupsOf(domain.Key, [.. domain]))],
            WorstPairs = [.. scored.OrderByDescending(pair => Math.Abs(pair.Shift)).Take(Shown)],
        };
    }

    private static IEnumerable<PairGroup> GroupsOf(string domain, IReadOnlyCollection<ScoredPair> pairs)
    {
        yield return PairGroup.Of(domain, PairGroup.AllTones, pairs);
        foreach (var tone in pairs.Where(pair => pair.Tone.Length > 0).GroupBy(pair => pair.Tone))
            yield return PairGroup.Of(domain, tone.Key, [.. tone]);
    }
}
