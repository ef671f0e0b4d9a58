using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>The training texts by source, and the sets that are held out of all of them.</summary>
internal sealed class Corpus
{
    private readonly EvaluationGuard guard = new();

    private Corpus(string directory)
    {
        string Extra(string name) => Path.Combine(directory, "extra", name);
        Dev = Read(Path.Combine(directory, "sst2", "dev.tsv"));
        var (rotten, cr) = (Read(Extra("rt_polarity_nodev_notest.tsv")), Read(Extra("cr.tsv")));
        LabelledText[] uci = [.. Read(Extra("uci_amazon_cells.tsv")), .. Read(Extra("uci_imdb.tsv")), .. Read(Extra("uci_yelp.tsv"))];
        var yelp = Read(Extra("yelp_sentences.tsv.gz")).Select(WithNumbers).ToArray();
        var imdb = Read(Extra("imdb_train.tsv.gz"));

        HeldOutSets = new Dictionary<string, LabelledText[]>
        {
            ["rotten-tomatoes"] = Kept(rotten, 12),
            ["cr"] = Kept(cr, 8),
            ["uci"] = Kept(uci, 8),
            ["yelp"] = Kept(yelp, 160),
            ["imdb"] = Kept(imdb, 25),
            ["hard"] = Read(Own("hard-choosing.tsv")),
        };
        guard.Protect(Dev.Select(t => t.Text));
        foreach (var set in HeldOutSets.Values) guard.Protect(set.Select(t => t.Text));
        foreach (var file in (string[])["hard-kept.tsv", "reviews.tsv"]) guard.Protect(Read(Own(file)).Select(t => t.Text));
        guard.ProtectFragments(HeldOutSets["rotten-tomatoes"].Select(t => t.Text));

        Sst = Allowed(Read(Path.Combine(directory, "sst2", "train.tsv")));
        RottenTomatoes = Allowed(rotten);
        Cr = Allowed(cr);
        Uci = Allowed(uci);
        Yelp = Allowed(yelp);
        Imdb = Allowed(imdb);
        Written = Allowed([.. Directory.GetFiles(Own("WrittenReviews")).Order(StringComparer.Ordinal).SelectMany(Read)]);
        ImdbUnlabelled = Allowed(Read(Extra("imdb_unlabelled.tsv.gz")));
    }

    public LabelledText[] Dev { get; }

    public IReadOnlyDictionary<string, LabelledText[]> HeldOutSets { get; }

    public LabelledText[] Sst { get; }

    public LabelledText[] RottenTomatoes { get; }

    public LabelledText[] Cr { get; }

    public LabelledText[] Uci { get; }

    public LabelledText[] Yelp { get; }

    public LabelledText[] Imdb { get; }

    public LabelledText[] ImdbUnlabelled { get; }

    /// <summary>Reviews that were written for training, most of them in pairs of nearly the same words and opposite labels.</summary>
    public LabelledText[] Written { get; }

    /// <summary>The number of training rows that were refused because an evaluation set contains them.</summary>
    public int Refused => guard.Refused;

    /// <summary>Whether a text may be used for training, because no evaluation set contains it.</summary>
    public bool Allows(string text) => guard.Allows(text);

    /// <param name="directory">Contains <c>sst2/</c> and <c>extra/</c>; docs/training.md says where the files come from.</param>
    public static Corpus Load(string directory) => new(directory);

    private static string Own(string file) => Path.Combine(AppContext.BaseDirectory, "Texts", file);

    private static LabelledText[] Read(string path) => [.. LabelledFile.Read(path)];

    private static LabelledText[] Kept(LabelledText[] texts, uint oneIn) => [.. texts.Where(t => HeldOut.Takes(t.Text, oneIn))];

    private LabelledText[] Allowed(LabelledText[] texts) => [.. texts.Where(t => guard.Allows(t.Text))];

    // The yelp file has masked numbers, but people write numbers.
    private static LabelledText WithNumbers(LabelledText text, int index) =>
        text with
        {
            Text = text.Text.Replace(
                "_num_", ((index * 7 + 3) % 30 + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
        };
}
