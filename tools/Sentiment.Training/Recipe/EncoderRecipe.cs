using Sentiment.Training.Export;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
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
    private const double LearningRate = 7e-5;
    private const int YelpStep = 3, LeastUses = 10, ProductPasses = 3, WarmUp = 100, CoolDown = 1000;

    /// <summary>The number of passes over the written reviews in the second part.</summary>
    public int WrittenPasses { get; init; } = 3;

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
        Train("corpora", Corpora, coolDown: 0);
        Train(Name, () => Texts(passes), CoolDown);
        network.InBFloat16 = false;
        return Export(network, vocabulary);

        // Evaluating whole reviews would take as long as a hundred steps at every checkpoint.
        void Train(string name, Func<TokenizedTexts> texts, int coolDown) => context.Train(network, texts, new TrainingPlan
        {
            Name = name,
            Epochs = 1,
            StepLimit = steps,
            LearningRate = LearningRate,
            Seed = context.Seed,
            BatchTokens = 2048,
            CheckpointEvery = 500,
            WarmUp = WarmUp,
            CoolDown = coolDown,
        }, context.Pieces, set => set != LongestSet);
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
        var mean = network.named_parameters().ToDictionary(parameter => parameter.name, parameter => (Tensor)parameter.parameter);
        var run = mean.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.clone());
        foreach (var tensor in mean.Values) tensor.zero_();
        foreach (var file in runs)
        {
            if (Directory.Exists(file)) Int8Weights.Read(file, vocabulary, run);
            else TensorFile.Read(file, run);
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

    private TokenizedTexts Corpora() => Texts(passes: 1, written: false, reviews: 0.4);

    private TokenizedTexts Texts(int passes) => Texts(passes, written: true, reviews: 0.2);

    private TokenizedTexts Texts(int passes, bool written, double reviews)
    {
        var (material, random, texts) = (context.TrainingSets, new Random(2 * context.Seed + (written ? 1 : 0)), new TokenizedTexts());
        Add("movie sentences", material.MovieSentences(), passes);
        Add("product sentences", material.ProductSentences(), written ? ProductPasses : passes);
        Add("yelp sentences", material.YelpSentences(YelpStep), 1);
        Add("negations", material.Negations(), passes);
        if (written) Add("written reviews", material.Written(), WrittenPasses);
        var before = texts.Tokens;
        texts.Add(material.Reviews(random, smoothing: 0), reviews, random);
        context.Say($"reviews: {texts.Tokens - before} tokens; in all {texts.Count} texts, {texts.Tokens} tokens");
        return texts;

        void Add(string portion, IEnumerable<LabelledText> set, int times)
        {
            var encoded = TokenizedTexts.Of(context.Pieces, set);
            context.Say($"{portion}: {encoded.Count} texts, {encoded.Tokens} tokens, {times} times");
            for (var i = 0; i < times; i++) texts.Add(encoded);
        }
    }
}
