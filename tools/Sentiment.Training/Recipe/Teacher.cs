using Sentiment.Training.Export;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Recipe;

/// <summary>A pretrained encoder, fine-tuned on the labelled texts. It labels the texts that the student learns from.</summary>
internal sealed class Teacher(TrainingContext context)
{
    private const string Name = "teacher";

    /// <summary>Trains the teacher, or uses the result of an earlier run.</summary>
    /// <returns>The model directory, in int8, because scoring millions of tokens takes most of the time.</returns>
    public string Train()
    {
        var (plain, fast) = (context.PathOf(Name + "-model"), context.PathOf(Name + "-model-int8"));
        if (Directory.Exists(fast)) return fast;
        Directory.CreateDirectory(plain);
        var vocabulary = PretrainedEncoder.WriteVocabulary(plain);
        var pieces = new WordPieces(vocabulary);
        using var network = PretrainedEncoder.Load(pieces.Pad, context.Seed);
        network.FreezeEmbeddings();
        var plan = new TrainingPlan
        {
            Name = Name,
            Epochs = 2,
            LearningRate = 1e-4,
            Seed = context.Seed,
            BatchTokens = 2048,
            MaxTokens = 128,
            CheckpointEvery = 500,
        };
        context.Train(network, () => TokenizedTexts.Of(pieces, context.TrainingSets.ForTeacher(new Random(context.Seed))), plan, pieces);
        ModelExport.Write(network, vocabulary, plain);
        context.Quantize(plain, fast);
        return fast;
    }
}
