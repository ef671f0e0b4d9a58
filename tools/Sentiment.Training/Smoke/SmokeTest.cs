using Sentiment.Inference;
using Sentiment.Training.Commands;
using Sentiment.Training.Export;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Recipe;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Smoke;

/// <summary>Trains on a generated corpus, from the vocabulary to the exported files, and checks what must hold for any training.</summary>
internal sealed class SmokeTest
{
    private readonly string directory = Directory.CreateTempSubdirectory("sentiment-training-").FullName;
    private int failed;

    private string Data => Path.Combine(directory, "data");

    private string Vocabulary => Path.Combine(directory, "vocab.txt");

    /// <summary>How many checks failed.</summary>
    public static int Run()
    {
        var test = new SmokeTest();
        try
        {
            test.Texts();
            test.Recipe();
            test.Resuming();
            return test.failed;
        }
        finally
        {
            Directory.Delete(test.directory, recursive: true);
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
        Check("the teacher starts as the pretrained encoder",
            EncoderCheck.Run(Directory.CreateDirectory(Path.Combine(this.directory, "encoder")).FullName) < ExportCheck.Tolerance);
        var directory = DistillationRecipe.Run(
            new TrainingContext(Data, Vocabulary, Path.Combine(this.directory, "out"), seed: 1, batchTokens: 256), Vocabulary);
        using var model = SentimentModel.Load(directory);
        Check("the exported model takes 512 tokens", model.Info.MaxTokens == 512);
        Check("it has learned its task", Right(directory) >= 190);
        Check("so has its int8 form", Right(directory + "-int8") >= 190);
        FineTuning(directory);
        Encoder();
    }

    private void Encoder()
    {
        var results = Directory.CreateDirectory(Path.Combine(this.directory, "encoder-out")).FullName;
        var vocabulary = PretrainedEncoder.WriteVocabulary(results);
        // The written reviews outnumber the generated texts so much that a few steps would see nothing else.
        var recipe = new EncoderRecipe(new TrainingContext(Data, vocabulary, results, seed: 1, batchTokens: 256)) { WithWritten = false };
        var directory = recipe.Run(vocabulary, passes: 1, steps: 60);
        Check("the encoder learns the task when all of it is fine-tuned", Right(directory) >= 190);
        Check("so does its int8 form", Right(directory + "-int8") >= 190);
        directory = recipe.Distil(vocabulary, start: directory + "-int8", teachers: [directory, directory + "-int8"], steps: 20);
        Check("it still knows the task after it has learned from the predictions of two models", Right(directory) >= 190);
    }

    // The same sentences with the opposite labels. Only training can make a model that has learned the task get nearly all labels wrong.
    private void FineTuning(string directory)
    {
        var (train, dev, random) = (Path.Combine(this.directory, "train.tsv"), Path.Combine(this.directory, "dev.tsv"), new Random(7));
        foreach (var (file, rows) in new[] { (train, 640), (dev, 40) })
            File.WriteAllLines(file, Enumerable.Range(0, rows).Select(i => $"{GeneratedCorpus.Sentence(random, i % 2 == 0)}\t{i % 2}")
                .Prepend("sentence\tlabel"));
        var plan = new TrainingPlan
        {
            Name = "fine-tune",
            Epochs = 8,
            LearningRate = 1e-3,
            BatchTexts = 32,
            BatchTokens = int.MaxValue,
            WarmUp = 5,
            MaxTokens = 128
        };
        var tuned = FineTuneCommand.Run(directory, train, dev, Path.Combine(this.directory, "tuned"), plan);
        Check("a model that is fine-tuned learns another task", Right(tuned) <= 10);
    }

    /// <summary>How many of 200 new sentences get the right label from the exported model.</summary>
    private static int Right(string directory)
    {
        using var model = SentimentModel.Load(directory);
        var random = new Random(99);
        return Enumerable.Range(0, 200).Count(i =>
        {
            var logits = model.Logits([GeneratedCorpus.Sentence(random, i % 2 == 0)])[0];
            return logits[1] > logits[0] == (i % 2 == 0);
        });
    }

    private void Resuming()
    {
        var pieces = new WordPieces(Vocabulary);
        var (texts, random) = (new TokenizedTexts(), new Random(3));
        for (var i = 0; i < 400; i++) texts.Add(pieces.Encode(GeneratedCorpus.Sentence(random, i % 2 == 0)), i % 2 == 0 ? 1 : 0);
        var plan = new TrainingPlan
        {
            Name = "resume",
            Epochs = 2,
            LearningRate = 1e-3,
            BatchTexts = 32,
            CheckpointEvery = 5,
            WordDropout = 0.1
        };

        float[] Train(string checkpoint, Func<string>? report)
        {
            using var model = new DistilBertClassifier(
                new DistilBertConfig { Vocabulary = pieces.Count, Width = 32, Heads = 2, Inner = 64 }, pieces.Pad, seed: 1);
            new Trainer(model, pieces, _ => { }).Run(texts, plan, Path.Combine(directory, checkpoint), report);
            return Predictor.Margins(model, texts, pieces);
        }

        var whole = Train("whole", null);
        Check("the same seed gives the same network", whole.SequenceEqual(Train("again", null)));
        var reports = 0;
        try
        {
            Train("broken", () => ++reports == 3 ? throw new OperationCanceledException() : "");
            Check("the run was interrupted", false);
        }
        catch (OperationCanceledException)
        {
            Check("a resumed run gives the same network as one that was never stopped", whole.SequenceEqual(Train("broken", null)));
        }
    }

    private void Check(string what, bool holds)
    {
        Console.WriteLine($"{(holds ? "passed" : "FAILED")}  {what}");
        if (!holds) failed++;
    }
}
