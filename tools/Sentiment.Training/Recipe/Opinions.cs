using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>
/// What the teachers say of the student's texts. Both networks read the movie sentences; of everything else each reads every second text,
/// which halves the time. The answers are kept in files, so that two processes can train and ask two teachers at a time.
/// </summary>
internal sealed class Opinions(Workshop shop)
{
    private const int Networks = 2;
    private const int ReviewSentences = 330_000;
    private const float NetworkShare = 0.8f;

    private readonly Lazy<Portion[]> _portions = new(() =>
    [
        new("movies", shop.Material.MovieSentences(), ReadByAll: true),
        new("others", shop.Material.OtherSentences(yelpStep: 2), ReadByAll: false),
        new("reviews", shop.Material.ReviewSentences(ReviewSentences, new Random(shop.Seed)), ReadByAll: false),
    ]);

    /// <summary>Asks one network and keeps the answers.</summary>
    public void Ask(int number, ConvolutionalClassifier network)
    {
        foreach (var portion in _portions.Value)
        {
            var file = FileOf(portion, number);
            if (File.Exists(file)) continue;
            var texts = portion.Share(number);
            shop.Say($"teacher {number} reads {texts.Count} texts, {texts.Tokens} tokens ({portion.Name})");
            using var margins = torch.tensor(Predictor.Margins(network, texts, shop.Pieces, withSpecialTokens: false));
            TensorFile.Write(file, 0, [("margins", margins)]);
        }
    }

    /// <summary>The common opinion on other texts: log-odds of being positive.</summary>
    public float[] Of(TokenizedTexts texts, NaiveBayesRegression linear, params ConvolutionalClassifier[] networks)
    {
        var margins = Array.ConvertAll(linear.Margins(texts), m => m * (1 - NetworkShare));
        foreach (var network in networks)
        {
            var own = Predictor.Margins(network, texts, shop.Pieces, withSpecialTokens: false);
            for (var i = 0; i < margins.Length; i++) margins[i] += own[i] * NetworkShare / networks.Length;
        }

        return margins;
    }

    /// <summary>The texts under the common opinion of linear model and networks: movie sentences, others, sentences of reviews.</summary>
    public (TokenizedTexts Movies, TokenizedTexts Others, TokenizedTexts Reviews) Common(NaiveBayesRegression linear)
    {
        foreach (var portion in _portions.Value)
        {
            var margins = Array.ConvertAll(linear.Margins(portion.Texts), m => m * (1 - NetworkShare));
            for (var number = 1; number <= Networks; number++) Add(portion, number, margins);
            for (var i = 0; i < margins.Length; i++) portion.Texts.Positive[i] = 1 / (1 + MathF.Exp(-margins[i]));
        }

        return (_portions.Value[0].Texts, _portions.Value[1].Texts, _portions.Value[2].Texts);
    }

    private void Add(Portion portion, int number, float[] margins)
    {
        var read = Enumerable.Range(0, portion.Texts.Count).Where(i => portion.IsReadBy(number, i)).ToArray();
        using var kept = torch.zeros(read.Length);
        TensorFile.Read(FileOf(portion, number), new Dictionary<string, Tensor> { ["margins"] = kept });
        var values = kept.data<float>();
        var weight = NetworkShare / (portion.ReadByAll ? Networks : 1);
        for (var i = 0; i < read.Length; i++) margins[read[i]] += weight * values[i];
    }

    private string FileOf(Portion portion, int number) => shop.PathOf($"teacher-{number}-{portion.Name}.opinions");

    private sealed record Portion(string Name, TokenizedTexts Texts, bool ReadByAll)
    {
        public bool IsReadBy(int number, int index) => ReadByAll || index % Networks == number - 1;

        public TokenizedTexts Share(int number)
        {
            var share = new TokenizedTexts();
            for (var i = 0; i < Texts.Count; i++)
                if (IsReadBy(number, i))
                    share.Add(Texts.Ids(i), float.NaN);
            return share;
        }
    }
}
