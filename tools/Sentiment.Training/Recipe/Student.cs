using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;
using TorchSharp;

namespace Sentiment.Training.Recipe;

/// <summary>The small DistilBERT: it learns the teacher's predictions for many texts, and the labels of complete reviews.</summary>
internal sealed class Student(TrainingContext context)
{
    private const string Name = "student";
    private const int ReviewSentences = 400_000, MixedTexts = 300_000, Steps = 9000;
    private const float Smoothing = 0.03f;
    private const double Deviation = 0.05;

    public DistilBertClassifier Train(float[] vectors, TeacherLabels opinions)
    {
        var model = new DistilBertClassifier(new DistilBertConfig { Vocabulary = context.Pieces.Count }, context.Pieces.Pad, context.Seed);
        using (var all = torch.tensor(vectors, [context.Pieces.Count, WordVectors.Dimension]))
        using (var words = WordVectors.Principal(all, model.Shape.Width - LocalAttention.Columns(model.Shape), Deviation))
            LocalAttention.Start(model, words, Deviation, context.Seed);

        // Evaluating the held-out sets takes as long as a hundred steps.
        var plan = new TrainingPlan
        {
            Name = Name,
            Epochs = 2,
            StepLimit = Steps,
            LearningRate = 1e-3,
            Seed = context.Seed,
            WordDropout = 0.03,
            CheckpointEvery = 1000
        };
        context.Train(model, () => Texts(opinions), plan, context.Pieces);
        return model;
    }

    private TokenizedTexts Texts(TeacherLabels opinions)
    {
        var (material, random) = (context.TrainingSets, new Random(context.Seed));
        var reviews = material.Reviews(random, Smoothing);
        var texts = new TokenizedTexts();
        Add(4, opinions.Of("movies", material.MovieSentences()));
        Add(1, opinions.Of("mixed", material.Mixtures(MixedTexts, random)));
        Add(2, opinions.Of("others", material.ProductSentences().Concat(material.YelpSentences(step: 2))));
        Add(1, opinions.Of("reviews", material.ReviewSentences(ReviewSentences, random)));
        Add(2, material.Negations());
        texts.Add(reviews, 0.7, random);
        context.Say($"{Name} is trained on {texts.Count} texts, {texts.Tokens} tokens");
        return texts;

        void Add(int times, IEnumerable<LabelledText> portion)
        {
            var encoded = TokenizedTexts.Of(context.Pieces, portion);
            for (var i = 0; i < times; i++) texts.Add(encoded);
        }
    }
}
