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
    private const string Movies = "movies", Mixed = "mixed", Others = "others", Reviews = "reviews";
    private const int ReviewSentences = 500_000, MixedTexts = 150_000;
    private const float NetworkShare = 0.8f;

    private readonly Lazy<Portion[]> _portions = new(() =>
    [
        new(Movies, shop.Material.MovieSentences(), ReadByAll: true),
        new(Mixed, shop.Material.Mixtures(MixedTexts, new Random(shop.Seed)), ReadByAll: false),
        new(Others, shop.Material.OtherSentences(yelpStep: 2), ReadByAll: false),
        new(Reviews, shop.Material.ReviewSentences(ReviewSentences, new Random(shop.Seed)), ReadByAll: false),
    ]);

    /// <summary>Asks one teacher and keeps the answers.</summary>
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

    /// <summary>The teachers' common opinion on other texts: log-odds of being positive.</summary>
    public float[] Of(TokenizedTexts texts, NaiveBayesRegression linear, params ConvolutionalClassifier[] networks)
    {
        var margins = Array.ConvertAll(linear.Margins(texts), m => m * (1 - NetworkShare));
        foreach (var network in networks) AddTo(margins, Predictor.Margins(network, texts, shop.Pieces, withSpecialTokens: false), NetworkShare / networks.Length);
        return margins;
    }

    /// <summary>The student's texts under the teachers' common opinion.</summary>
    public TaughtTexts Common(NaiveBayesRegression linear)
    {
        foreach (var portion in _portions.Value)
        {
            var margins = Array.ConvertAll(linear.Margins(portion.Texts), m => m * (1 - NetworkShare));
            for (var number = 1; number <= Networks; number++) Add(portion, number, margins);
            for (var i = 0; i < margins.Length; i++) portion.Texts.Positive[i] = 1 / (1 + MathF.Exp(-margins[i]));
        }

        TokenizedTexts Named(string name) => _portions.Value.Single(p => p.Name == name).Texts;
        return new TaughtTexts(Named(Movies), Named(Mixed), Named(Others), Named(Reviews));
    }

    private void Add(Portion portion, int number, float[] margins)
    {
        var read = Enumerable.Range(0, portion.Texts.Count).Where(i => portion.IsReadBy(number, i)).ToArray();
        var values = Read(FileOf(portion, number), read.Length);
        var weight = NetworkShare / (portion.ReadByAll ? Networks : 1);
        for (var i = 0; i < read.Length; i++) margins[read[i]] += weight * values[i];
    }

    private static void AddTo(float[] sum, float[] values, float weight)
    {
        for (var i = 0; i < sum.Length; i++) sum[i] += weight * values[i];
    }

    private static float[] Read(string file, int count)
    {
        using var kept = torch.zeros(count);
        TensorFile.Read(file, new Dictionary<string, Tensor> { ["margins"] = kept });
        return kept.data<float>().ToArray();
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
