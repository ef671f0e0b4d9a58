using System.Diagnostics;
using Sentiment.Models;
using Sentiment.Training.Learning;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>What all stages share: the texts, the evaluation sets, the results directory, and the progress output.</summary>
internal sealed class TrainingContext
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Dictionary<string, LabelledText[]> evaluation;
    private readonly int batchTokens;

    public TrainingContext(string data, string vocabulary, string results, int seed, int batchTokens = 4096)
    {
        Directory.CreateDirectory(results);
        (Results, Seed, this.batchTokens) = (results, seed, batchTokens);
        Corpus = Corpus.Load(data);
        Pieces = new WordPieces(vocabulary);
        TrainingSets = new TrainingSets(Corpus, Pieces);
        evaluation = Corpus.HeldOutSets.Append(new("SST-2 dev", Corpus.Dev)).ToDictionary();
        foreach (var (name, texts) in Corpus.HeldOutSets) WriteHeldOut(name, texts);
        WriteHeldOut("sst2-dev-joined", Corpus.Dev.Select(t => t with { Text = TreebankSpacing.Join(t.Text) }));
        Say($"{Corpus.Sst.Length} SST rows, {Corpus.RottenTomatoes.Length} rotten-tomatoes, " +
            $"{Corpus.Cr.Length} CR, {Corpus.Uci.Length} UCI, " +
            $"{Corpus.Yelp.Length} yelp, {Corpus.Imdb.Length} + {Corpus.ImdbUnlabelled.Length} IMDB; {Corpus.Refused} refused because " +
            "an evaluation set contains them");
    }

    public Corpus Corpus { get; }

    public WordPieces Pieces { get; }

    public TrainingSets TrainingSets { get; }

    public string Results { get; }

    public int Seed { get; }

    public string PathOf(string name) => Path.Combine(Results, name);

    public void Say(string line) => Console.WriteLine($"[{watch.Elapsed.TotalSeconds,7:F1} s] {line}");

    /// <summary>Texts that are not trained on, some of them long, for comparing two forms of a model.</summary>
    public string[] LongAndShort() => [.. Corpus.Dev.Concat(Corpus.HeldOutSets["imdb"]).Select(t => t.Text)];

    /// <summary>Writes the int8 form of a model directory.</summary>
    public void Quantize(string directory, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        var found = ModelOptimizer.Optimize(directory, target, new Int8Writer(), Bounds.Int8, LongAndShort());
        Say($"{target}: a logit moves by {found.MeanDifference:G2} on average, " +
            $"{found.LargestDifference:G2} at most; {found.Flips} of {found.Texts} labels change");
    }

    /// <summary>Reports the accuracy of a model on each evaluation set, in percent.</summary>
    public Func<string> Evaluation(nn.Module<Tensor, Tensor> model, WordPieces pieces, Func<string, bool>? evaluates = null)
    {
        var sets = evaluation.Where(set => evaluates?.Invoke(set.Key) ?? true)
            .ToDictionary(set => set.Key, set => TokenizedTexts.Of(pieces, set.Value));
        return () => string.Join("  ", sets.Select(
            set => $"{set.Key} {100 * Predictor.Accuracy(Predictor.Margins(model, set.Value, pieces), set.Value):F2}"));
    }

    /// <summary>The factor that calibrates the logits of a model on the held-out sentences; SST-2 dev takes no part.</summary>
    public double CalibratingFactor(nn.Module<Tensor, Tensor> model, WordPieces pieces, Func<string, bool> evaluates)
    {
        var texts = TokenizedTexts.Of(pieces, Corpus.HeldOutSets.Where(set => evaluates(set.Key)).SelectMany(set => set.Value));
        return TemperatureScaling.Factor(Predictor.Margins(model, texts, pieces), texts.Positive);
    }

    // For "sentiment evaluate", which gives the figures on the model card.
    private void WriteHeldOut(string name, IEnumerable<LabelledText> texts)
    {
        Directory.CreateDirectory(PathOf("held-out"));
        File.WriteAllLines(PathOf($"held-out/{name}.tsv"), texts.Select(t => $"{t.Text}\t{t.Positive:F0}").Prepend("sentence\tlabel"));
    }

    /// <summary>Runs a stage, or loads its result from an earlier run. An interrupted stage continues from its checkpoint.</summary>
    public void Train(nn.Module<Tensor, Tensor> model, Func<TokenizedTexts> texts, TrainingPlan plan, WordPieces pieces,
        Func<string, bool>? evaluates = null)
    {
        var finished = PathOf(plan.Name + ".safetensors");
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        if (File.Exists(finished))
        {
            TensorFile.Read(finished, parameters);
            return;
        }

        new Trainer(model, pieces, Say).Run(
            texts(),
            plan with { BatchTokens = Math.Min(plan.BatchTokens, batchTokens) },
            PathOf(plan.Name + ".checkpoint"),
            Evaluation(model, pieces, evaluates));
        TensorFile.Write(finished, 0, [.. parameters.Select(p => (p.Key, p.Value))]);
    }
}
