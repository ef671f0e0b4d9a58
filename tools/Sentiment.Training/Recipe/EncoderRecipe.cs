using Sentiment.Training.Export;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>Fine-tunes all of the pretrained encoder on labelled texts only: sentences several times, whole reviews once.</summary>
/// <remarks>
/// The learning rate stays constant until the last <see cref="CoolDown"/> steps (Hu et al. 2024). A run that takes too long can therefore
/// be resumed with fewer steps, and the decay still comes at its end.
/// </remarks>
internal sealed class EncoderRecipe(TrainingContext context)
{
    public const int Passes = 2;
    private const string Name = "encoder", LongestSet = "imdb";
    private const double LearningRate = 7e-5, DistilledRate = 5e-5;
    private const int LeastUses = 10, WarmUp = 100, CoolDown = 1000, DistilledCoolDown = 2000;

    /// <summary>Whether the written reviews are among the texts.</summary>
    public bool WithWritten { get; init; } = true;

    private EncoderTexts Texts => new(context, WithWritten);

    /// <summary>The recipe with the encoder's own vocabulary, which is written to the results directory.</summary>
    public static (EncoderRecipe Recipe, string Vocabulary) Open(string data, string results, int seed)
    {
        var vocabulary = PretrainedEncoder.WriteVocabulary(Directory.CreateDirectory(results).FullName);
        return (new(new TrainingContext(data, vocabulary, results, seed)), vocabulary);
    }

    /// <param name="vocabulary">The encoder's vocabulary file. The training context must use the same vocabulary.</param>
    /// <param name="passes">The number of passes over the labelled sentences.</param>
    /// <param name="steps">The maximum number of steps. The learning rate falls over the last of them.</param>
    /// <param name="inBFloat16">Whether matrix products are computed in bfloat16 during training.</param>
    /// <returns>The directory of the exported fp32 model. Its int8 form and the model with the whole vocabulary are written next to
    /// it.</returns>
    public string Run(string vocabulary, int passes, int steps, bool inBFloat16 = false)
    {
        using var network = PretrainedEncoder.Load(context.Pieces.Pad, context.Seed);
        network.InBFloat16 = inBFloat16;
        Train(network, Plan("corpora", steps) with { CoolDown = 0 }, Texts.Corpora);
        Train(network, Plan(Name, steps), () => Texts.Everything(passes));
        network.InBFloat16 = false;
        return Export(network, vocabulary);
    }

    /// <summary>
    /// Trains a model further on the mean predictions of several models. Together they are better than each of them, and the model learns
    /// that (Hinton et al. 2015).
    /// </summary>
    /// <param name="vocabulary">The encoder's vocabulary file.</param>
    /// <param name="start">The model to begin with, in one of the forms that <see cref="Average"/> takes.</param>
    /// <param name="teachers">Model directories.</param>
    /// <param name="steps">The maximum number of steps. The learning rate falls over the last of them.</param>
    /// <param name="inBFloat16">Whether matrix products are computed in bfloat16 during training.</param>
    /// <returns>The directory of the exported fp32 model, as <see cref="Run"/> does.</returns>
    public string Distil(string vocabulary, string start, string[] teachers, int steps, bool inBFloat16 = false)
    {
        using var network = PretrainedEncoder.Load(context.Pieces.Pad, context.Seed);
        Read(start, vocabulary, NetworkWeights.Parameters(network));
        network.InBFloat16 = inBFloat16;
        Train(network, Plan("distilled", steps) with { LearningRate = DistilledRate, CoolDown = DistilledCoolDown },
            () => Texts.Distilled(new TeacherLabels(context, teachers)));
        network.InBFloat16 = false;
        return Export(network, vocabulary);
    }

    /// <summary>
    /// Averages the weights of several runs, one of which began where another ended. The mean is often better than each of the runs
    /// (Wortsman et al. 2022).
    /// </summary>
    /// <param name="vocabulary">The encoder's vocabulary file.</param>
    /// <param name="runs">The result files of the runs, <c>encoder.safetensors</c>, or directories of int8 models.</param>
    /// <param name="evaluateOnly">Whether to skip the export.</param>
    public void Average(string vocabulary, IReadOnlyList<string> runs, bool evaluateOnly)
    {
        using var network = PretrainedEncoder.Load(context.Pieces.Pad, context.Seed);
        using var quiet = no_grad();
        var mean = NetworkWeights.Parameters(network);
        var run = mean.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.clone());
        foreach (var tensor in mean.Values) tensor.zero_();
        foreach (var file in runs)
        {
            Read(file, vocabulary, run);
            foreach (var (name, tensor) in mean) tensor.add_(run[name], 1.0 / runs.Count);
        }

        // Weights that lie far apart have a mean with small logits, whose probabilities would all be near a half.
        var factor = context.CalibratingFactor(network, context.Pieces, set => set != LongestSet);
        mean["classifier.weight"].mul_(factor);
        mean["classifier.bias"].mul_(factor);
        context.Say($"mean of {runs.Count} runs, logits times {factor:F2}  " +
            context.Evaluation(network, context.Pieces, set => set != LongestSet)());
        if (!evaluateOnly) Export(network, vocabulary);
    }

    private static void Read(string model, string vocabulary, Dictionary<string, Tensor> into)
    {
        if (Directory.Exists(model)) Int8Weights.Read(model, vocabulary, into);
        else TensorFile.Read(model, into);
    }

    private TrainingPlan Plan(string name, int steps) => new()
    {
        Name = name,
        Epochs = 1,
        StepLimit = steps,
        LearningRate = LearningRate,
        Seed = context.Seed,
        BatchTokens = 2048,
        CheckpointEvery = 500,
        WarmUp = WarmUp,
        CoolDown = CoolDown,
    };

    // Evaluating whole reviews would take as long as a hundred steps at every checkpoint.
    private void Train(DistilBertClassifier network, TrainingPlan plan, Func<TokenizedTexts> texts) =>
        context.Train(network, texts, plan, context.Pieces, set => set != LongestSet);

    private string Export(DistilBertClassifier network, string vocabulary)
    {
        var (whole, directory) = (context.PathOf("whole"), context.PathOf("model"));
        ModelExport.Write(network, vocabulary, whole);
        using var cut = Cut(network, vocabulary, directory);
        var texts = context.LongAndShort();
        context.Say($"{directory}: {texts.Length} texts differ from the network by at most {ExportCheck.Run(cut, directory, texts):G2}");
        context.Quantize(directory, directory + "-int8");
        return directory;
    }

    private DistilBertClassifier Cut(DistilBertClassifier network, string vocabulary, string directory)
    {
        var cut = new VocabularyCut(vocabulary, context.TrainingSets.AllTexts(), LeastUses);
        var file = Path.Combine(Directory.CreateDirectory(directory).FullName, "vocab.txt");
        cut.Write(file);
        context.Say($"{cut.Count} of {context.Pieces.Count} pieces are kept: those that occur at least {LeastUses} times");
        var small = NetworkWeights.Create(cut.Apply(NetworkWeights.Read(network)), new WordPieces(file).Pad, context.Seed);
        ModelExport.Write(small, file, directory);
        return small;
    }
}
