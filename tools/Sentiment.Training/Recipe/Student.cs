using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>The small DistilBERT: it learns the teachers' opinions on many texts, and the labels of whole reviews.</summary>
internal sealed class Student(Workshop shop)
{
    private const string First = "student-broad", Last = "student";
    private const float Smoothing = 0.03f;
    private const double WordDropout = 0.03, Deviation = 0.05;

    // What is kept back takes as long to read as a hundred steps.
    private const int CheckpointEvery = 1000, BroadSteps = 3800;

    public DistilBertClassifier Train(Tensor teacherVectors, Opinions opinions, NaiveBayesRegression linear, params string[] teachers)
    {
        var random = new Random(shop.Seed);
        var reviews = shop.Material.Reviews(random, Smoothing);
        var negations = shop.Material.Negations();
        var model = new DistilBertClassifier(new StudentShape { Vocabulary = shop.Pieces.Count }, shop.Pieces.Pad, shop.Seed);
        using (var words = WordVectors.Principal(teacherVectors, model.Shape.Width - LocalAttention.Columns(model.Shape), Deviation))
            LocalAttention.Start(model, words, Deviation, shop.Seed);

        // First on everything, movie sentences twice.
        var taught = opinions.Common(linear, teachers);
        var texts = Mix(random, (taught.Movies, 2), (taught.Others, 1), (taught.Reviews, 1), (reviews, 0.7));
        Stage(model, First, texts, rate: 1e-3, shop.Seed, BroadSteps);

        // It sees what a convolution does not, so it joins its teachers (born-again networks, Furlanello et al. 2018), and goes on.
        opinions.Ask(First, model, withSpecialTokens: true);
        taught = opinions.Common(linear, [.. teachers, First]);
        texts = Mix(random, (taught.Movies, 3), (taught.Mixed, 1), (negations, 2), (taught.Others, 2), (taught.Reviews, 1), (reviews, 0.5));
        Stage(model, Last, texts, rate: 7e-4, shop.Seed + 1);
        return model;
    }

    private void Stage(DistilBertClassifier model, string name, TokenizedTexts texts, double rate, int seed, int stepLimit = int.MaxValue)
    {
        shop.Say($"{name} reads {texts.Count} texts, {texts.Tokens} tokens");
        var plan = new TrainingPlan { Name = name, Epochs = 1, StepLimit = stepLimit, LearningRate = rate, Seed = seed, WordDropout = WordDropout, CheckpointEvery = CheckpointEvery };
        shop.Train(model, () => texts, plan, withSpecialTokens: true);
    }

    /// <summary>Texts so many times, or a random share of them where below one.</summary>
    private static TokenizedTexts Mix(Random random, params (TokenizedTexts Texts, double Times)[] parts)
    {
        var mixed = new TokenizedTexts();
        foreach (var (texts, times) in parts)
        {
            if (times < 1) mixed.Add(texts, times, random);
            else for (var i = 0; i < times; i++) mixed.Add(texts);
        }

        return mixed;
    }
}
