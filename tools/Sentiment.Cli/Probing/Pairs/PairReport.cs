namespace Sentiment.Cli.Probing.Pairs;

/// <summary>The scores of one model for pairs.</summary>
internal sealed record PairReport
{
    private const int Shown = 10;

    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's ONNX file.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>The source of the pairs.</summary>
    public required string Source { get; init; }

    /// <summary>The figures by domain, and also by tone if the tone is known.</summary>
    public required IReadOnlyList<PairGroup> Groups { get; init; }

    /// <summary>The pairs with the largest shifts, worst first.</summary>
    public required IReadOnlyList<ScoredPair> WorstPairs { get; init; }

    /// <summary>The groups that are a whole domain.</summary>
    public IEnumerable<PairGroup> Domains => Groups.Where(group => group.Tone == PairGroup.AllTones);

    /// <summary>Scores every pair with a model.</summary>
    public static async Task<PairReport> MakeAsync(ProbedModel model, string source, IReadOnlyList<SentencePair> pairs,
        CancellationToken cancellationToken)
    {
        var scores = await model.ScoreAsync([.. pairs.SelectMany(pair => (string[])[pair.First, pair.Second])], cancellationToken);
        List<ScoredPair> scored = [.. pairs.Zip(scores.Chunk(2), (pair, both) =>
            new ScoredPair(pair.Domain, pair.Tone, pair.First, pair.Second, model.Positive(both[0]), model.Positive(both[1]))
            {
                Flips = both[0].Label != both[1].Label,
            })];
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

/// <summary>The figures of several pairs.</summary>
/// <param name="Domain">The kind of difference.</param>
/// <param name="Tone">The tone of the sentences, or "all".</param>
/// <param name="Pairs">The number of pairs.</param>
/// <param name="Shift">The mean shift with its paired test. If it is above 0, the second sentences are more positive.</param>
/// <param name="Distance">The mean absolute shift.</param>
/// <param name="Lowest">The lowest shift.</param>
/// <param name="Highest">The highest shift.</param>
/// <param name="Flips">The number of pairs with two different labels.</param>
internal sealed record PairGroup(string Domain, string Tone, int Pairs, PairedTest Shift, double Distance, double Lowest,
    double Highest, int Flips)
{
    /// <summary>The value that means all tones.</summary>
    public const string AllTones = "all";

    /// <summary>The largest absolute shift.</summary>
    public double Worst => Math.Max(-Lowest, Highest);

    /// <summary>Summarizes pairs; there must be at least one.</summary>
    public static PairGroup Of(string domain, string tone, IReadOnlyCollection<ScoredPair> pairs) => new(
        domain,
        tone,
        pairs.Count,
        PairedTest.Of([.. pairs.Select(pair => pair.Shift)]),
        pairs.Average(pair => Math.Abs(pair.Shift)),
        pairs.Min(pair => pair.Shift),
        pairs.Max(pair => pair.Shift),
        pairs.Count(pair => pair.Flips));
}

/// <summary>A pair with the positive probabilities of its sentences.</summary>
internal sealed record ScoredPair(string Domain, string Tone, string First, string Second, double FirstPositive, double SecondPositive)
{
    /// <summary>How much more positive the second sentence is.</summary>
    public double Shift => SecondPositive - FirstPositive;

    /// <summary>Whether the two sentences get different labels.</summary>
    public required bool Flips { get; init; }
}
