using Sentiment.Inference;
using Sentiment.Training.Commands;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Recipe;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Smoke;

/// <summary>Trains on a generated corpus from vocabulary to exported files, and checks what must hold of any training.</summary>
internal sealed class SmokeTest
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sentiment-training-").FullName;
    private int _failed;

    private string Data => Path.Combine(_directory, "data");

    private string Vocabulary => Path.Combine(_directory, "vocab.txt");

    /// <summary>How many checks failed.</summary>
    public static int Run()
    {
        var test = new SmokeTest();
        try
        {
            test.Texts();
            test.Recipe();
            test.Resuming();
            return test._failed;
        }
        finally
        {
            Directory.Delete(test._directory, recursive: true);
        }
    }

    private void Texts()
    {
        foreach (var check in TextChecks.All) Check(check.What, check.Holds());
        GeneratedCorpus.Write(Data);
        var corpus = Corpus.Load(Data);
        File.WriteAllLines(Vocabulary, VocabularyCommand.Learn(corpus, 240));
        Check("the vocabulary has whole words", File.ReadAllLines(Vocabulary).Contains("wonderful"));
        Check("texts of the dev set are refused", corpus.Refused > 0);
    }

    private void Recipe()
    {
        var directory = DistillationRecipe.Run(new Workshop(Data, Vocabulary, Path.Combine(_directory, "out"), seed: 1, batchTokens: 256), Vocabulary);
        using var model = SentimentModel.Load(directory);
        var random = new Random(99);
        var right = Enumerable.Range(0, 200).Count(i =>
        {
            var logits = model.Logits([GeneratedCorpus.Sentence(random, i % 2 == 0)])[0];
            return logits[1] > logits[0] == (i % 2 == 0);
        });
        Check($"the exported model has learned its task ({right} of 200)", right >= 190);
        Check("it takes 512 tokens", model.Info.MaxTokens == 512);
    }

    private void Resuming()
    {
        var pieces = new WordPieces(Vocabulary);
        var (texts, random) = (new TokenizedTexts(), new Random(3));
        for (var i = 0; i < 400; i++) texts.Add(pieces.Encode(GeneratedCorpus.Sentence(random, i % 2 == 0)), i % 2 == 0 ? 1 : 0);
        var plan = new TrainingPlan { Name = "resume", Epochs = 2, LearningRate = 1e-3, BatchTexts = 32, CheckpointEvery = 5, WordDropout = 0.1 };

        float[] Train(string checkpoint, Func<string>? report)
        {
            using var model = new DistilBertClassifier(new StudentShape { Vocabulary = pieces.Count, Width = 32, Heads = 2, Inner = 64 }, pieces.Pad, seed: 1);
            new Trainer(model, pieces, true, _ => { }).Run(texts, plan, Path.Combine(_directory, checkpoint), report);
            return Predictor.Margins(model, texts, pieces, true);
        }

        var whole = Train("whole", null);
        Check("the same seed gives the same network", whole.SequenceEqual(Train("again", null)));
        var reports = 0;
        try
        {
            Train("broken", () => ++reports == 3 ? throw new OperationCanceledException() : "");
            Check("the run was broken off", false);
        }
        catch (OperationCanceledException)
        {
            Check("a resumed run ends as one that was never stopped", whole.SequenceEqual(Train("broken", null)));
        }
    }

    private void Check(string what, bool holds)
    {
        Console.WriteLine($"{(holds ? "passed" : "FAILED")}  {what}");
        if (!holds) _failed++;
    }
}
