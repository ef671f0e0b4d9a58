using System.Diagnostics;
using Sentiment.Training.Learning;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>What all stages share: the texts, the evaluation sets, the directory of results, and where progress goes.</summary>
internal sealed class Workshop
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, TokenizedTexts> _evaluation;
    private readonly int _batchTokens;

    public Workshop(string data, string vocabulary, string results, int seed, int batchTokens = 4096)
    {
        Directory.CreateDirectory(results);
        (Results, Seed, _batchTokens) = (results, seed, batchTokens);
        Corpus = Corpus.Load(data);
        Pieces = new WordPieces(vocabulary);
        Material = new Material(Corpus, Pieces);
        _evaluation = Corpus.HeldOutSets.ToDictionary(s => s.Key, s => Material.AsWritten(s.Value));
        _evaluation["SST-2 dev"] = Material.AsWritten(Corpus.Dev);
        foreach (var (name, texts) in Corpus.HeldOutSets) WriteHeldOut(name, texts);
        WriteHeldOut("sst2-dev-joined", Corpus.Dev.Select(t => t with { Text = TreebankSpacing.Join(t.Text) }));
        Say($"{Corpus.Sst.Length} SST rows, {Corpus.RottenTomatoes.Length} rotten-tomatoes, {Corpus.Cr.Length} CR, {Corpus.Uci.Length} UCI, " +
            $"{Corpus.Yelp.Length} yelp, {Corpus.Imdb.Length} + {Corpus.ImdbUnlabelled.Length} IMDB; {Corpus.Refused} refused, for an evaluation set holds them");
    }

    public Corpus Corpus { get; }

    public WordPieces Pieces { get; }

    public Material Material { get; }

    public string Results { get; }

    public int Seed { get; }

    public string PathOf(string name) => Path.Combine(Results, name);

    public void Say(string line) => Console.WriteLine($"[{_watch.Elapsed.TotalSeconds,7:F1} s] {line}");

    /// <summary>Accuracies on everything kept back, as a line to print.</summary>
    public string Accuracies(Func<TokenizedTexts, IReadOnlyList<float>> margins) =>
        string.Join("  ", _evaluation.Select(s => $"{s.Key} {100 * Predictor.Accuracy(margins(s.Value), s.Value):F2}"));

    // For sentiment evaluate, whose figures stand on the model card.
    private void WriteHeldOut(string name, IEnumerable<LabelledText> texts)
    {
        Directory.CreateDirectory(PathOf("held-out"));
        File.WriteAllLines(PathOf($"held-out/{name}.tsv"), texts.Select(t => $"{t.Text}\t{t.Positive:F0}").Prepend("sentence\tlabel"));
    }

    /// <summary>Runs a stage, or takes its result from an earlier run; a stage that was broken off goes on from its checkpoint.</summary>
    public void Train(nn.Module<Tensor, Tensor> model, Func<TokenizedTexts> texts, TrainingPlan plan, bool withSpecialTokens)
    {
        var finished = PathOf(plan.Name + ".safetensors");
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        if (File.Exists(finished))
        {
            TensorFile.Read(finished, parameters);
            return;
        }

        new Trainer(model, Pieces, withSpecialTokens, Say).Run(
            texts(),
            plan with { BatchTokens = _batchTokens },
            PathOf(plan.Name + ".checkpoint"),
            () => Accuracies(t => Predictor.Margins(model, t, Pieces, withSpecialTokens)));
        TensorFile.Write(finished, 0, [.. parameters.Select(p => (p.Key, p.Value))]);
    }
}
