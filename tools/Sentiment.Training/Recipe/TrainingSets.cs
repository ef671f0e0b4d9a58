using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>The corpus, divided into the portions that the stages of the recipe need.</summary>
internal sealed class TrainingSets(Corpus corpus, WordPieces pieces)
{
    private const int ShortestSentence = 3, LongestSentence = 60;
    private const int ShortestTarget = 40, LongestTarget = 320;

    /// <summary>All texts once, for word vectors; rotten-tomatoes sentences, which are like the evaluation texts, twice.</summary>
    public TokenizedTexts AllTexts()
    {
        var sentences = new[] { corpus.Sst, corpus.RottenTomatoes, corpus.RottenTomatoes, corpus.Cr, corpus.Uci,
            corpus.Yelp }.SelectMany(set => set);
        return TokenizedTexts.Of(pieces, sentences.Select(text => text with { Text = TreebankSpacing.Join(text.Text) }).Concat(corpus.Imdb)
            .Concat(corpus.ImdbUnlabelled));
    }

    /// <summary>The labelled movie sentences, which are like the evaluation texts, in both spacings.</summary>
    public IEnumerable<LabelledText> MovieSentences() => BothSpacings(corpus.Sst.Concat(corpus.RottenTomatoes));

    /// <summary>The labelled sentences about products, places and services, without those of yelp.</summary>
    public IEnumerable<LabelledText> ProductSentences() => BothSpacings(corpus.Cr.Concat(corpus.Uci));

    /// <summary>Every <paramref name="step"/>th yelp sentence.</summary>
    public IEnumerable<LabelledText> YelpSentences(int step) => BothSpacings(corpus.Yelp.Where((_, index) => index % step == 0));

    /// <summary>
    /// Labelled sentences, with only a sample of the yelp sentences, and parts of some labelled reviews with the label of the review.
    /// </summary>
    public IEnumerable<LabelledText> ForTeacher(Random random) =>
        MovieSentences().Concat(ProductSentences()).Concat(YelpSentences(step: 10)).Concat(
            from review in corpus.Imdb.Where((_, index) => index % 16 == 0)
            from chunk in Chunks(review.Text, random)
            select review with { Text = chunk });

    /// <summary>At most <paramref name="limit"/> sentences of reviews, neither too short nor too long; unlabelled.</summary>
    public IEnumerable<LabelledText> ReviewSentences(int limit, Random random)
    {
        var reviews = corpus.Imdb.Concat(corpus.ImdbUnlabelled).Select(r => r.Text).ToArray();
        random.Shuffle(reviews);
        // One in five is spaced as in the Treebank.
        return reviews.SelectMany(Sentences.Of).Select(sentence => random.Next(5) == 0 ? TreebankSpacing.Split(sentence) : sentence)
            .Where(sentence => pieces.Encode(sentence).Length is >= ShortestSentence and <= LongestSentence)
            .Take(limit).Select(sentence => new LabelledText(sentence, float.NaN));
    }

    /// <summary><see cref="Recipe.Negations"/>, in both spacings.</summary>
    public IEnumerable<LabelledText> Negations() => BothSpacings(Recipe.Negations.All().Where(text => corpus.Allows(text.Text)));

    /// <summary>The reviews that were written for training.</summary>
    public IEnumerable<LabelledText> Written() => corpus.Written;

    /// <summary>
    /// <see cref="Recipe.Mixtures"/> of the labelled movie sentences, at most five for each; unlabelled.
    /// </summary>
    public IEnumerable<LabelledText> Mixtures(int limit, Random random)
    {
        var mixtures = new Mixtures(corpus.Sst.Concat(corpus.RottenTomatoes), random);
        return Enumerable.Repeat(mixtures, int.MaxValue).Select(m => m.Next()).Where(text => pieces.Encode(text).Length <= LongestSentence)
            .Take(Math.Min(limit, 5 * (corpus.Sst.Length + corpus.RottenTomatoes.Length)))
            .Select(text => new LabelledText(text, float.NaN));
    }

    /// <summary>
    /// Labelled reviews, half of them whole and half cut to a window, so that training sees short, medium and long texts.
    /// </summary>
    public TokenizedTexts Reviews(Random random, float smoothing)
    {
        var texts = new TokenizedTexts();
        foreach (var review in corpus.Imdb)
        {
            var ids = pieces.Encode(review.Text);
            var length = random.Next(2) == 0 ? ids.Length : Math.Min(ids.Length, random.Next(60, 260));
            var start = random.Next(ids.Length - length + 1);
            texts.Add(ids.Slice(start, length), review.Positive * (1 - 2 * smoothing) + smoothing);
        }

        return texts;
    }

    /// <summary>Each text as people write it, and also in Treebank spacing if that changes the word pieces.</summary>
    private IEnumerable<LabelledText> BothSpacings(IEnumerable<LabelledText> set)
    {
        foreach (var text in set)
        {
            var (joined, split) = (TreebankSpacing.Join(text.Text), TreebankSpacing.Split(text.Text));
            yield return text with { Text = joined };
            if (!pieces.Encode(joined).SequenceEqual(pieces.Encode(split))) yield return text with { Text = split };
        }
    }

    /// <summary>Runs of whole sentences, from one short sentence to a paragraph.</summary>
    private static IEnumerable<string> Chunks(string review, Random random)
    {
        var chunk = "";
        var target = random.Next(ShortestTarget, LongestTarget);
        foreach (var sentence in Sentences.Of(review))
        {
            chunk = chunk.Length == 0 ? sentence : chunk + " " + sentence;
            if (chunk.Length < target) continue;
            yield return chunk;
            (chunk, target) = ("", random.Next(ShortestTarget, LongestTarget));
        }

        if (chunk.Length > 0) yield return chunk;
    }
}
