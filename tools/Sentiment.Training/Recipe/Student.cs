using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;

namespace Sentiment.Training.Recipe;

/// <summary>The small DistilBERT: it learns the teachers' opinions on many sentences, and the labels of whole reviews.</summary>
internal sealed class Student(Workshop shop)
{
    private const float Smoothing = 0.03f;
    private const double SentenceShare = 0.72, ReviewShare = 0.7, Reminder = 0.1;

    public DistilBertClassifier Train(Tensor teacherVectors, TokenizedTexts movies, TokenizedTexts others, TokenizedTexts sentences)
    {
        var random = new Random(shop.Seed);
        var reviews = shop.Material.Reviews(random, Smoothing);
        var model = new DistilBertClassifier(new StudentShape { Vocabulary = shop.Pieces.Count }, shop.Pieces.Pad, shop.Seed);
        using (no_grad()) model.WordVectors.copy_(WordVectors.Principal(teacherVectors, model.Shape.Width, 0.05));

        var broad = new TokenizedTexts();
        for (var times = 0; times < 2; times++) broad.Add(movies);
        broad.Add(others);
        broad.Add(sentences, SentenceShare, random);
        broad.Add(reviews, ReviewShare, random);
        shop.Say($"student reads {broad.Count} texts, {broad.Tokens} tokens");
        shop.Train(model, () => broad, new TrainingPlan { Name = "student-broad", Epochs = 1, LearningRate = 1e-3, Seed = shop.Seed, WordDropout = 0.03 }, withSpecialTokens: true);

        // A last look at the target's own kind, with reminders of everything else.
        var focus = new TokenizedTexts();
        focus.Add(movies);
        focus.Add(others, Reminder, random);
        focus.Add(sentences, Reminder, random);
        focus.Add(reviews, Reminder, random);
        shop.Train(model, () => focus, new TrainingPlan { Name = "student", Epochs = 1, LearningRate = 3e-4, Seed = shop.Seed + 1, WordDropout = 0.03 }, withSpecialTokens: true);
        return model;
    }
}
