using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>
/// What those who teach say of the student's texts. The answers are kept in files, so that two processes can train and ask two teachers at a
/// time.
/// </summary>
internal sealed class Opinions(Workshop shop)
{
    private const string Movies = "movies", Mixed = "mixed", Others = "others", Reviews = "reviews";
    private const int ReviewSentences = 500_000, MixedTexts = 150_000;
    private const float NetworkShare = 0.8f;

    private readonly Lazy<Dictionary<string, TokenizedTexts>> _portions = new(() => new()
    {
        [Movies] = shop.Material.MovieSentences(),
        [Mixed] = shop.Material.Mixtures(MixedTexts, new Random(shop.Seed)),
        [Others] = shop.Material.OtherSentences(yelpStep: 2),
        [Reviews] = shop.Material.ReviewSentences(ReviewSentences, new Random(shop.Seed)),
    });

    /// <summary>Asks a network and keeps its answers.</summary>
    /// <param name="name">Whose they are.</param>
    /// <param name="network">Left in evaluation mode.</param>
    /// <param name="withSpecialTokens">Whether it wants [CLS] and [SEP].</param>
    public void Ask(string name, nn.Module<Tensor, Tensor> network, bool withSpecialTokens)
    {
        foreach (var (portion, texts) in _portions.Value)
        {
            var file = FileOf(name, portion);
            if (File.Exists(file)) continue;
            shop.Say($"{name} reads {texts.Count} texts, {texts.Tokens} tokens ({portion})");
            using var margins = torch.tensor(Predictor.Margins(network, texts, shop.Pieces, withSpecialTokens));
            TensorFile.Write(file, 0, [("margins", margins)]);
        }
    }

    /// <summary>The teachers' common opinion on other texts: log-odds of being positive.</summary>
    public float[] Of(TokenizedTexts texts, NaiveBayesRegression linear, params ConvolutionalClassifier[] networks) =>
        Common(texts, linear, Array.ConvertAll(networks, network => Predictor.Margins(network, texts, shop.Pieces, withSpecialTokens: false)));

    /// <summary>The student's texts under the common opinion of the linear model and of networks that were asked.</summary>
    public TaughtTexts Common(NaiveBayesRegression linear, params string[] networks)
    {
        TokenizedTexts Taught(string portion)
        {
            var texts = _portions.Value[portion];
            var margins = Common(texts, linear, Array.ConvertAll(networks, name => Read(FileOf(name, portion), texts.Count)));
            for (var i = 0; i < margins.Length; i++) texts.Positive[i] = 1 / (1 + MathF.Exp(-margins[i]));
            return texts;
        }

        return new TaughtTexts(Taught(Movies), Taught(Mixed), Taught(Others), Taught(Reviews));
    }

    private static float[] Common(TokenizedTexts texts, NaiveBayesRegression linear, float[][] networks)
    {
        var margins = Array.ConvertAll(linear.Margins(texts), m => m * (1 - NetworkShare));
        foreach (var network in networks)
            for (var i = 0; i < margins.Length; i++)
                margins[i] += NetworkShare / networks.Length * network[i];
        return margins;
    }

    private static float[] Read(string file, int count)
    {
        using var kept = torch.zeros(count);
        TensorFile.Read(file, new Dictionary<string, Tensor> { ["margins"] = kept });
        return kept.data<float>().ToArray();
    }

    private string FileOf(string name, string portion) => shop.PathOf($"{name}-{portion}.opinions");
}
