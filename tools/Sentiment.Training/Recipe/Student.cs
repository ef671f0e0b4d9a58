using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>The small DistilBERT: it learns the teachers' opinions on many texts, and the labels of whole reviews.</summary>
internal sealed class Student(Workshop shop)
{
    private const float Smoothing = 0.03f;
    private const double WordDropout = 0.03, Deviation = 0.05;

    // What is kept back takes as long to read as a hundred steps.
    private const int CheckpointEvery = 1000, BroadSteps = 3800;

    public DistilBertClassifier Train(Tensor teacherVectors, TaughtTexts taught)
    {
        var random = new Random(shop.Seed);
        var reviews = shop.Material.Reviews(random, Smoothing);
        var model = new DistilBertClassifier(new StudentShape { Vocabulary = shop.Pieces.Count }, shop.Pieces.Pad, shop.Seed);
        using (var words = WordVectors.Principal(teacherVectors, model.Shape.Width - LocalAttention.Columns(model.Shape), Deviation))
            LocalAttention.Start(model, words, Deviation, shop.Seed);

        // First on everything, movie sentences twice.
        var texts = Mix(random, (taught.Movies, 2), (taught.Others, 1), (taught.Reviews, 1), (reviews, 0.7));
        Stage(model, "student-broad", texts, rate: 1e-3, shop.Seed, BroadSteps);

        // Then the target's own kind and new texts of that kind, with reminders of everything else.
        texts = Mix(random, (taught.Movies, 2), (taught.Mixed, 1), (shop.Material.Negations(), 0.5), (taught.Others, 0.15), (taught.Reviews, 0.12), (reviews, 0.12));
        Stage(model, "student-mixed", texts, rate: 7e-4, shop.Seed + 1);

        // At last without dropout: a network this small needs all of itself to follow its teachers.
        model.SetDropout(0);
        texts = Mix(random, (taught.Movies, 1), (taught.Mixed, 1), (shop.Material.Negations(), 0.3), (taught.Others, 0.12), (taught.Reviews, 0.08), (reviews, 0.08));
        Stage(model, "student", texts, rate: 5e-4, shop.Seed + 2);
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
