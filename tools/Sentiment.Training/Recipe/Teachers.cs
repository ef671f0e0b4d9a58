using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;
using TorchSharp;

namespace Sentiment.Training.Recipe;

/// <summary>Trains two convolutional networks and two linear models; together they label the texts that the student learns from.</summary>
internal sealed class Teachers(Workshop shop)
{
    private const int UnlabelledReviews = 20_000, BroadSteps = 2200;

    /// <summary>A linear model of whole reviews: it labels the unlabelled ones.</summary>
    public NaiveBayesRegression TrainDocumentModel() => Linear("documents", shop.Material.AsWritten(shop.Corpus.Imdb));

    /// <summary>What the files of network 1 or 2 are named by.</summary>
    public static string NameOf(int number) => $"teacher-{number}";

    /// <summary>Trains network 1 or 2, first on everything, then on the target's own kind of sentence.</summary>
    public ConvolutionalClassifier TrainNetwork(int number, Lazy<NaiveBayesRegression> documents)
    {
        var seed = shop.Seed + number - 1;
        torch.manual_seed(seed);
        int[] widths = number == 1 ? [1, 2, 3, 5] : [1, 3, 4, 6];
        var network = new ConvolutionalClassifier(WordVectors.LoadOrTrain(shop, 0.25f), WordVectors.Dimension, widths, filters: 128, shop.Pieces.Pad);
        network.DropoutRate = 0.3;
        shop.Train(network, () => shop.Material.Everything(Reviews(number, documents.Value), new Random(seed)),
            new TrainingPlan { Name = NameOf(number) + "-broad", Epochs = 1, StepLimit = BroadSteps, LearningRate = 1e-3, Seed = seed, WordDropout = 0.1 }, withSpecialTokens: false);
        network.DropoutRate = 0.5;
        shop.Train(network, shop.Material.MovieSentences,
            new TrainingPlan { Name = NameOf(number), Epochs = 2, LearningRate = 5e-4, Seed = seed, WordDropout = 0.1, EmbeddingRate = 0.3 }, withSpecialTokens: false);
        return network;
    }

    /// <summary>The linear model of sentences, of every kind.</summary>
    public NaiveBayesRegression TrainSentenceModel()
    {
        var texts = shop.Material.MovieSentences();
        texts.Add(shop.Material.OtherSentences(yelpStep: 1));
        return Linear("sentences", texts);
    }

    // Each network reads other unlabelled reviews: teachers that differ teach more together.
    private IEnumerable<LabelledText> Reviews(int number, NaiveBayesRegression documents) =>
        shop.Corpus.Imdb.Concat(shop.Material.Labelled(documents, shop.Corpus.ImdbUnlabelled.Skip((number - 1) * 25_000).Take(UnlabelledReviews)));

    private NaiveBayesRegression Linear(string name, TokenizedTexts texts)
    {
        var model = new NaiveBayesRegression { LearningRate = 0.4f };
        model.Train(texts, epochs: 5, shop.Seed);
        shop.Say($"linear model of {name}: {shop.Accuracies(model.Margins)}");
        return model;
    }
}
