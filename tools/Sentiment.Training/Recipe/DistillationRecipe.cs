using Sentiment.Models;
using Sentiment.Training.Export;
using Sentiment.Training.Models;

namespace Sentiment.Training.Recipe;

/// <summary>How the embedded model is made, from texts to files: word vectors, two teachers, their opinions, the student, the export.</summary>
internal static class DistillationRecipe
{
    /// <summary>Every stage leaves its result in a file and is skipped when the file is there.</summary>
    /// <returns>The directory of the exported model, in fp32; what is embedded lies beside it, in int8.</returns>
    public static string Run(Workshop shop, string vocabulary)
    {
        var teachers = new Teachers(shop);
        var opinions = new Opinions(shop);
        var documents = new Lazy<NaiveBayesRegression>(teachers.TrainDocumentModel);

        using var first = teachers.TrainNetwork(1, documents);
        opinions.Ask(Teachers.NameOf(1), first, withSpecialTokens: false);
        using var second = teachers.TrainNetwork(2, documents);
        opinions.Ask(Teachers.NameOf(2), second, withSpecialTokens: false);
        var linear = teachers.TrainSentenceModel();
        shop.Say($"teachers together: {shop.Accuracies(texts => opinions.Of(texts, linear, first, second))}");
        using var student = new Student(shop).Train(first.WordVectors, opinions, linear, Teachers.NameOf(1), Teachers.NameOf(2));
        return Export(shop, student, vocabulary);
    }

    /// <summary>One teacher alone, so that two processes can share the work of two cores.</summary>
    public static void RunTeacher(Workshop shop, int number)
    {
        var teachers = new Teachers(shop);
        using var network = teachers.TrainNetwork(number, new Lazy<NaiveBayesRegression>(teachers.TrainDocumentModel));
        new Opinions(shop).Ask(Teachers.NameOf(number), network, withSpecialTokens: false);
    }

    private static string Export(Workshop shop, DistilBertClassifier student, string vocabulary)
    {
        var directory = shop.PathOf("model");
        ModelFiles.Write(student, vocabulary, directory);
        var texts = shop.Corpus.Dev.Concat(shop.Corpus.HeldOutSets["imdb"]).Select(t => t.Text).ToList();
        shop.Say($"{directory}: {texts.Count} texts differ from the network by at most {ExportCheck.Run(student, directory, texts):G2}");
        Quantize(shop, directory, texts);
        return directory;
    }

    private static void Quantize(Workshop shop, string directory, List<string> texts)
    {
        var target = directory + "-int8";
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        var found = ModelOptimizer.Optimize(directory, target, new Int8Writer(), Bounds.Int8, [.. texts]);
        shop.Say($"{target}: a logit moves by {found.MeanDifference:G2} on average, {found.LargestDifference:G2} at most; {found.Flips} of {found.Texts} labels change");
    }
}
