using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>The corpus in the portions that the stages of the recipe want.</summary>
internal sealed class TrainingSets(Corpus corpus, WordPieces pieces)
{
    private const int ShortestSentence = 3, LongestSentence = 60;
    private const int ShortestTarget = 40, LongestTarget = 320;

    /// <summary>Everything once, for word vectors; the target's own kind of sentence once more.</summary>
    public TokenizedTexts AllTexts()
    {
        var sentences = new[] { corpus.Sst, corpus.RottenTomatoes, corpus.RottenTomatoes, corpus.Cr, corpus.Uci,
            corpus.Yelp }.SelectMany(set => set);
        return TokenizedTexts.Of(pieces, sentences.Select(text => text with { Text = TreebankSpacing.Join(text.Text) }).Concat(corpus.Imdb)
            .Concat(corpus.ImdbUnlabelled));
    }

    /// <summary>The labelled sentences of the target's own kind, in both spacings.</summary>
    public IEnumerable<LabelledText> MovieSentences() => BothSpacings(corpus.Sst.Concat(corpus.RottenTomatoes));

    /// <summary>
    /// The labelled sentences about products, places and services; of the many from yelp every <paramref name="yelpStep"/>th.
    /// </summary>
    public IEnumerable<LabelledText> OtherSentences(int yelpStep) =>
        BothSpacings(corpus.Cr.Concat(corpus.Uci).Concat(corpus.Yelp.Where((_, index) => index % yelpStep == 0)));

    /// <summary>
    /// Labelled sentences, fewer of those of which there are many, and pieces of some labelled reviews under their review's label.
    /// </summary>
    public IEnumerable<LabelledText> ForTeacher(Random random) =>
        MovieSentences().Concat(OtherSentences(yelpStep: 10)).Concat(
            from review in corpus.Imdb.Where((_, index) => index % 16 == 0)
            from chunk in Chunks(review.Text, random)
            select review with { Text = chunk });

    /// <summary>Sentences of reviews, at most <paramref name="limit"/> of them, not longer than a sentence should be; unlabelled.</summary>
    public IEnumerable<LabelledText> ReviewSentences(int limit, Random random)
    {
        var reviews = corpus.Imdb.Concat(corpus.ImdbUnlabelled).Select(r => r.Text).ToArray();
        random.Shuffle(reviews);
        // A share of them as the Treebank would space them.
        return reviews.SelectMany(Sentences.Of).Select(sentence => random.Next(5) == 0 ? TreebankSpacing.Split(sentence) : sentence)
            .Where(sentence => pieces.Encode(sentence).Length is >= ShortestSentence and <= LongestSentence)
            .Take(limit).Select(sentence => new LabelledText(sentence, float.NaN));
    }

    /// <summary><see cref="Recipe.Negations"/>, in both spacings.</summary>
    public IEnumerable<LabelledText> Negations() => BothSpacings(Recipe.Negations.All().Where(text => corpus.Allows(text.Text)));

    /// <summary>The reviews that were written to be learned from.</summary>
    public IEnumerable<LabelledText> Written() => corpus.Written;

    /// <summary>
    /// <see cref="Recipe.Mixtures"/> of the labelled sentences of the target's own kind, at most five for each; unlabelled.
    /// </summary>
    public IEnumerable<LabelledText> Mixtures(int limit, Random random)
    {
        var mixtures = new Mixtures(corpus.Sst.Concat(corpus.RottenTomatoes), random);
        return Enumerable.Repeat(mixtures, int.MaxValue).Select(m => m.Next()).Where(text => pieces.Encode(text).Length <= LongestSentence)
            .Take(Math.Min(limit, 5 * (corpus.Sst.Length + corpus.RottenTomatoes.Length)))
            .Select(text => new LabelledText(text, float.NaN));
    }

    /// <summary>
    /// Labelled reviews, half of them whole and half a window of them, so that short, middle and long texts are all seen.
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

    /// <summary>As people write, and as the Treebank has it where that makes a difference to the word pieces.</summary>
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
