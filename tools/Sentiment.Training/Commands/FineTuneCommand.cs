using System.CommandLine;
using System.Text.Json.Nodes;
using Sentiment.Models;
using Sentiment.Models.Onnx;
using Sentiment.Training.Export;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;
using TorchSharp;

namespace Sentiment.Training.Commands;

/// <summary>
/// Fine-tunes a DistilBERT on labelled texts. The defaults are the hyperparameters published with
/// distilbert-base-uncased-finetuned-sst-2-english: learning rate 1e-5, batch 32, warm-up 600 steps, 3 epochs, length 128.
/// </summary>
internal static class FineTuneCommand
{
    public static Command Create()
    {
        var from = new Option<string>(
            "--from")
        {
            Description =
                "Model directory of a DistilBERT classifier, fp32, as Hugging Face exports it and 'sentiment model fetch' downloads it.",
            Required = true
        };
        var train = new Option<string>(
            "--train")
        { Description = "Labelled texts to train on, in GLUE's tab-separated layout.", Required = true };
        var dev = new Option<string>(
            "--dev")
        { Description = "Labelled texts to report accuracy on; they are never trained on.", Required = true };
        var (results, seed, threads) = (TrainingOptions.Results(), TrainingOptions.Seed(), TrainingOptions.Threads());
        var rate = Number("--learning-rate", 1e-5);
        var (batch, warmUp, epochs,
            length) = (Number("--batch", 32), Number("--warm-up", 600), Number("--epochs", 3), Number("--max-length", 128));
        var command = new Command("fine-tune", "Fine-tunes a DistilBERT from Hugging Face on labelled texts and exports it.")
        {
            from, train, dev, results, seed, threads, rate, batch, warmUp, epochs, length,
        };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            Run(parsed.GetRequiredValue(from), parsed.GetRequiredValue(train), parsed.GetRequiredValue(dev),
                parsed.GetRequiredValue(results), new TrainingPlan
                {
                    Name = "fine-tune",
                    Epochs = parsed.GetValue(epochs),
                    LearningRate = parsed.GetValue(rate),
                    Seed = parsed.GetValue(seed),
                    BatchTexts = parsed.GetValue(batch),
                    BatchTokens = int.MaxValue,
                    WarmUp = parsed.GetValue(warmUp),
                    MaxTokens = parsed.GetValue(length),
                });
        });
        return command;
    }

    /// <returns>The directory of the exported model.</returns>
    internal static string Run(string from, string train, string dev, string results, TrainingPlan plan)
    {
        Directory.CreateDirectory(results);
        var vocabulary = Path.Combine(from, "vocab.txt");
        var pieces = new WordPieces(vocabulary);
        using var model = Load(from, pieces, plan.Seed);
        LabelledText[] kept = [.. LabelledFile.Read(dev)];
        var guard = new EvaluationGuard();
        guard.Protect(kept.Select(t => t.Text));
        var heldOut = TokenizedTexts.Of(pieces, kept);
        var learned = TokenizedTexts.Of(pieces, LabelledFile.Read(train).Where(t => guard.Allows(t.Text)));
        Console.WriteLine($"{learned.Count} texts; {guard.Refused} refused because {dev} contains them");
        new Trainer(model, pieces, Console.WriteLine).Run(learned, plan, Path.Combine(results, "fine-tune.checkpoint"),
            () => $"accuracy {Predictor.Accuracy(Predictor.Margins(model, heldOut, pieces), heldOut):P2}");

        var directory = Path.Combine(results, "model");
        ModelExport.Write(model, vocabulary, directory);
        var texts = kept.Select(t => t.Text).ToList();
        Console.WriteLine(
            $"{directory}: {texts.Count} texts differ from the network by at most {ExportCheck.Run(model, directory, texts):G2}");
        return directory;
    }

    private static DistilBertClassifier Load(string directory, WordPieces pieces, int seed)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "config.json")))!;
        var heads = (int?)config["n_heads"]
            ?? throw new InvalidDataException($"{directory}/config.json has no 'n_heads': it does not belong to a DistilBERT.");
        var onnx = Path.Combine(directory, "model.onnx");
        if (!File.Exists(onnx)) onnx = Path.Combine(directory, "onnx", "model.onnx");
        return NetworkWeights.Create(WeightReader.Read(OnnxFile.Read(onnx), heads), pieces.Pad, seed);
    }

    private static Option<T> Number<T>(string name, T value) =>
        new(name) { Description = "The default is the published value.", DefaultValueFactory = _ => value };
}
