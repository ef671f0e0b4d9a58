using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>The texts that <see cref="EncoderRecipe"/> trains with in each of its parts.</summary>
internal sealed class EncoderTexts(TrainingContext context, bool withWritten)
{
    private const int YelpStep = 3, ProductPasses = 3, WrittenPasses = 3, DistilledPasses = 2, UnlabelledSentences = 60_000;

    /// <summary>The corpora, once, with their labels.</summary>
    public TokenizedTexts Corpora() => Labelled(passes: 1, productPasses: 1, writtenPasses: 0, reviews: 0.4, variant: 0);

    /// <summary>The corpora and the written reviews, with their labels.</summary>
    public TokenizedTexts Everything(int passes) =>
        Labelled(passes, ProductPasses, WrittenPasses, reviews: 0.2, variant: 1);

    /// <summary>
    /// The sentences of the corpora with the mean of their label and the teachers' prediction, sentences of reviews with the prediction,
    /// and the written reviews and complete reviews with their labels.
    /// </summary>
    public TokenizedTexts Distilled(TeacherLabels teachers)
    {
        var (material, random, texts) = (context.TrainingSets, new Random(2 * context.Seed), new TokenizedTexts());
        Add(texts, "movie sentences", Softened("movies", material.MovieSentences()), DistilledPasses);
        Add(texts, "product sentences", Softened("products", material.ProductSentences()), DistilledPasses);
        Add(texts, "yelp sentences", Softened("yelp", material.YelpSentences(YelpStep)), 1);
        Add(texts, "sentences of reviews", teachers.Of("sentences", material.ReviewSentences(UnlabelledSentences, random)), 1);
        Add(texts, "negations", material.Negations(), 1);
        AddWritten(texts, DistilledPasses);
        AddReviews(texts, 0.2, random);
        return texts;

        IEnumerable<LabelledText> Softened(string portion, IEnumerable<LabelledText> labelled)
        {
            LabelledText[] set = [.. labelled];
            return set.Zip(teachers.Of(portion, set), (own, taught) => own with { Positive = (own.Positive + taught.Positive) / 2 });
        }
    }

    private TokenizedTexts Labelled(int passes, int productPasses, int writtenPasses, double reviews, int variant)
    {
        var (material, random, texts) = (context.TrainingSets, new Random(2 * context.Seed + variant), new TokenizedTexts());
        Add(texts, "movie sentences", material.MovieSentences(), passes);
        Add(texts, "product sentences", material.ProductSentences(), productPasses);
        Add(texts, "yelp sentences", material.YelpSentences(YelpStep), 1);
        Add(texts, "negations", material.Negations(), passes);
        AddWritten(texts, writtenPasses);
        AddReviews(texts, reviews, random);
        return texts;
    }

    private void Add(TokenizedTexts texts, string portion, IEnumerable<LabelledText> set, int times)
    {
        var encoded = TokenizedTexts.Of(context.Pieces, set);
        context.Say($"{portion}: {encoded.Count} texts, {encoded.Tokens} tokens, {times} times");
        for (var i = 0; i < times; i++) texts.Add(encoded);
    }

    private void AddWritten(TokenizedTexts texts, int times)
    {
        if (withWritten && times > 0) Add(texts, "written reviews", context.TrainingSets.Written(), times);
    }

    private void AddReviews(TokenizedTexts texts, double share, Random random)
    {
        var before = texts.Tokens;
        texts.Add(context.TrainingSets.Reviews(random, smoothing: 0), share, random);
        context.Say($"reviews: {texts.Tokens - before} tokens; in all {texts.Count} texts, {texts.Tokens} tokens");
    }
}
