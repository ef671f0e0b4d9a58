using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>The corpus as token sequences, in the portions that the stages of the recipe want.</summary>
internal sealed class Material(Corpus corpus, WordPieces pieces)
{
    private const int ShortestSentence = 3, LongestSentence = 60;
    private const int LongestChunk = 128, ShortestTarget = 40, LongestTarget = 320;

    /// <summary>Everything once, for word vectors; the target's own kind of sentence once more.</summary>
    public TokenizedTexts AllTexts()
    {
        var texts = new TokenizedTexts();
        foreach (var set in (LabelledText[][])[corpus.Sst, corpus.RottenTomatoes, corpus.RottenTomatoes, corpus.Cr, corpus.Uci, corpus.Yelp])
            AddJoined(texts, set);
        foreach (var review in corpus.Imdb.Concat(corpus.ImdbUnlabelled)) texts.Add(pieces.Encode(review.Text), review.Positive);
        return texts;
    }

    /// <summary>Texts as they stand in their file.</summary>
    public TokenizedTexts AsWritten(IEnumerable<LabelledText> set)
    {
        var texts = new TokenizedTexts();
        foreach (var text in set) texts.Add(pieces.Encode(text.Text), text.Positive);
        return texts;
    }

    /// <summary>The labelled sentences of the target's own kind, in both spacings.</summary>
    public TokenizedTexts MovieSentences()
    {
        var texts = new TokenizedTexts();
        AddBothSpacings(texts, corpus.Sst);
        AddBothSpacings(texts, corpus.RottenTomatoes);
        return texts;
    }

    /// <summary>The labelled sentences about products, places and services; of the many from yelp every <paramref name="yelpStep"/>th.</summary>
    public TokenizedTexts OtherSentences(int yelpStep)
    {
        var texts = new TokenizedTexts();
        AddBothSpacings(texts, corpus.Cr);
        AddBothSpacings(texts, corpus.Uci);
        AddBothSpacings(texts, corpus.Yelp.Where((_, index) => index % yelpStep == 0));
        return texts;
    }

    /// <summary>All labelled sentences, the small sets twice, and pieces of <paramref name="reviews"/> under their review's label.</summary>
    public TokenizedTexts Everything(IEnumerable<LabelledText> reviews, Random random)
    {
        var texts = MovieSentences();
        foreach (var set in (LabelledText[][])[corpus.RottenTomatoes, corpus.Cr, corpus.Uci, corpus.Cr, corpus.Uci, corpus.Yelp])
            AddBothSpacings(texts, set);
        foreach (var review in reviews)
        {
            foreach (var chunk in Chunks(review.Text, random))
            {
                var ids = pieces.Encode(chunk);
                texts.Add(ids[..Math.Min(ids.Length, LongestChunk)], review.Positive);
            }
        }

        return texts;
    }

    /// <summary>Unlabelled reviews under the opinion of <paramref name="teacher"/>.</summary>
    public IEnumerable<LabelledText> Labelled(NaiveBayesRegression teacher, IEnumerable<LabelledText> reviews) =>
        reviews.Select(review => review with { Positive = 1 / (1 + MathF.Exp(-teacher.Margin(pieces.Encode(review.Text)))) });

    /// <summary>Sentences of reviews, at most <paramref name="limit"/> of them, not longer than a sentence should be; unlabelled.</summary>
    public TokenizedTexts ReviewSentences(int limit, Random random)
    {
        var texts = new TokenizedTexts();
        var reviews = corpus.Imdb.Concat(corpus.ImdbUnlabelled).Select(r => r.Text).ToArray();
        random.Shuffle(reviews);
        foreach (var sentence in reviews.SelectMany(Sentences.Of))
        {
            // A share of them as the Treebank would space them.
            var ids = pieces.Encode(random.Next(5) == 0 ? TreebankSpacing.Split(sentence) : sentence);
            if (ids.Length is >= ShortestSentence and <= LongestSentence) texts.Add(ids, float.NaN);
            if (texts.Count == limit) break;
        }

        return texts;
    }

    /// <summary><see cref="Recipe.Negations"/>, in both spacings.</summary>
    public TokenizedTexts Negations()
    {
        var texts = new TokenizedTexts();
        AddBothSpacings(texts, Recipe.Negations.All().Where(text => corpus.Allows(text.Text)));
        return texts;
    }

    /// <summary><see cref="Recipe.Mixtures"/> of the labelled sentences of the target's own kind, at most three for each; unlabelled.</summary>
    public TokenizedTexts Mixtures(int limit, Random random)
    {
        var texts = new TokenizedTexts();
        var count = Math.Min(limit, 3 * (corpus.Sst.Length + corpus.RottenTomatoes.Length));
        var mixtures = new Mixtures(corpus.Sst.Concat(corpus.RottenTomatoes), random);
        while (texts.Count < count)
        {
            var ids = pieces.Encode(mixtures.Next());
            if (ids.Length <= LongestSentence) texts.Add(ids, float.NaN);
        }

        return texts;
    }

    /// <summary>Labelled reviews, half of them whole and half a window of them, so that short, middle and long texts are all seen.</summary>
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
    private void AddBothSpacings(TokenizedTexts texts, IEnumerable<LabelledText> set)
    {
        foreach (var text in set)
        {
            var joined = pieces.Encode(TreebankSpacing.Join(text.Text));
            var split = pieces.Encode(TreebankSpacing.Split(text.Text));
            texts.Add(joined, text.Positive);
            if (!joined.SequenceEqual(split)) texts.Add(split, text.Positive);
        }
    }

    private void AddJoined(TokenizedTexts texts, IEnumerable<LabelledText> set)
    {
        foreach (var text in set) texts.Add(pieces.Encode(TreebankSpacing.Join(text.Text)), text.Positive);
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
