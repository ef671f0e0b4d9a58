namespace Sentiment.Models;

/// <summary>
/// Reviews of any length, made up from parts, for checking and measuring models. They can be published, unlike real reviews. The same seed
/// gives the same texts.
/// </summary>
internal static class ReviewTexts
{
    private static readonly string[] Things =
    [
        "kettle", "novel", "soundtrack", "waiter", "backpack", "toaster", "sequel", "hotel room", "tomato soup", "screenplay", "headset",
        "puzzle", "museum tour", "bakery", "charger", "reading lamp", "comedy", "lead actor",
    ];

    private static readonly string[] Good =
    [
        "delightful", "superb", "quietly moving", "worth every penny", "a small miracle", "great fun", "crisp and clever", "charming",
        "beautifully made", "unforgettable", "better than it had to be",
    ];

    private static readonly string[] Bad =
    [
        "dreadful", "a waste of money", "tedious", "broken on arrival", "soulless", "overpriced", "clumsy", "not even mediocre",
        "mind-numbingly dull", "impossible to love", "worse than the last one",
    ];

    private static readonly string[] Sentences =
    [
        "The {0} was {1}.", "Honestly, the {0} turned out {1}.", "I expected it to be {2}, but the {0} was {1}!",
        "They said it's {2}; I'd call it {1}.",
        "Was the {0} {1}? Yes, and I would tell anyone who asks.",
        "My sister, who never agrees with me about anything, thought that the {0} was {1} as well.",
        "It isn't {2}, it's {1}.",
        "After three weeks of daily use I can say that this {0} is {1}, and nothing in the manual prepared me for that.",
        "\"{1}\" is what the label promised, and \"{2}\" is what we got until the second half.",
        "You may read elsewhere that such a {0} has to be {2}: this one is {1}.",
    ];

    /// <summary>Each is one token in the vocabularies of BERT and of the embedded models.</summary>
    private static readonly string[] Words =
    [
        "the", "film", "was", "not", "very", "good", "and", "it", "is", "a", "bad", "story", "with", "great", "music", "but", "they",
        "love", "this", "place", "room", "food", "never", "again",
    ];

    /// <summary>One sentence each: about 10 tokens.</summary>
    public static string[] Short(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Sentence(random, Sentences.AsSpan(0, 4)))];
    }

    /// <summary>A typical feed: single sentences, and one text in ten a long review of 5 to 15 sentences.</summary>
    public static string[] Feed(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Review(random, i % 10 == 9 ? random.Next(5, 16) : 1))];
    }

    /// <summary>
    /// A feed in which texts repeat as often as in real review data, and all other texts are distinct: of the 568,454 Amazon Fine Food
    /// Reviews (McAuley and Leskovec 2013) 30.75 % repeat an earlier one, as counted in
    /// https://abhaydesai01.medium.com/amazon-fine-food-review-with-naive-bayes-3d2eae9f62ef.
    /// </summary>
    public static string[] Repeating(int count, int seed = 1) => Distinct(count, seed, repeats: 0.3075);

    /// <summary>A feed without repeated texts. Feeds with different seeds have no text in common.</summary>
    public static string[] Distinct(int count, int seed = 1, double repeats = 0)
    {
        var (random, feed, texts) = (new Random(seed), Feed(count, seed), new List<string>(count));
        foreach (var (i, text) in feed.Index())
            texts.Add(i > 0 && random.NextDouble() < repeats ? texts[random.Next(i)] : $"{text} Order {seed}-{i}.");
        return [.. texts];
    }

    /// <summary>Complete reviews: many single sentences, even more paragraphs, and a few very long texts.</summary>
    public static string[] Mixed(int count, int seed = 1)
    {
        var random = new Random(seed);
        // The number of sentences is geometrically distributed: most texts are short, and one in a hundred has over 25 sentences.
        return [.. Enumerable.Range(0, count).Select(_ => Review(random, 1 + (int)(-5.5 * Math.Log(1 - random.NextDouble()))))];
    }

    /// <summary>Reviews that are so long that every model truncates them, at 512 tokens or fewer.</summary>
    public static string[] Long(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Review(random, 60))];
    }

    /// <summary>Texts of exactly so many tokens, [CLS] and [SEP] among them.</summary>
    public static string[] OfTokens(int count, int tokens, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', random.GetItems(Words, tokens - 2)))];
    }

    private static string Review(Random random, int sentences) =>
        string.Join(' ', Enumerable.Range(0, sentences).Select(_ => Sentence(random, Sentences)));

    private static string Sentence(Random random, ReadOnlySpan<string> patterns)
    {
        var (first, second) = random.Next(2) == 0 ? (Good, Bad) : (Bad, Good);
        return string.Format(null, patterns[random.Next(patterns.Length)], Pick(random, Things), Pick(random, first), Pick(random, second));
    }

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
