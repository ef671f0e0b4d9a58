using System.Diagnostics;
using Sentiment.Training.Tokens;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sentiment.Training.Learning;

/// <summary>Runs one stage: soft-label cross-entropy, AdamW with linear warm-up and decay, averages, checkpoints that resume.</summary>
internal sealed class Trainer(Module<Tensor, Tensor> model, WordPieces pieces, Action<string> say)
{
    private const int ReportEvery = 100;

    /// <summary>Trains the network and leaves the averaged weights in it.</summary>
    /// <param name="texts">The training texts, with target probabilities.</param>
    /// <param name="plan">The settings of the stage.</param>
    /// <param name="checkpoint">The file of the training state. If it exists, training continues from it; a finished state is only
    /// loaded.</param>
    /// <param name="report">Called at every checkpoint, with the averaged weights in place. Returns text to print, such as
    /// accuracies.</param>
    public void Run(TokenizedTexts texts, TrainingPlan plan, string checkpoint, Func<string>? report = null)
    {
        var batches = new Batches(texts, pieces, plan.MaxTokens);
        var epochs = Enumerable.Range(0, plan.Epochs)
            .SelectMany(e => batches.Plan(plan.BatchTokens, plan.BatchTexts, new Random(plan.Seed * 1000 + e)))
            .Take(plan.StepLimit).ToList();
        var warmUp = plan.WarmUp < 1 ? plan.WarmUp * epochs.Count : plan.WarmUp;
        var coolDown = Math.Max(plan.CoolDown ?? epochs.Count - warmUp, 1);
        using var optimizer = new AdamW(model, plan);
        if (File.Exists(checkpoint)) optimizer.Load(checkpoint);

        var watch = Stopwatch.StartNew();
        long tokens = 0;
        double loss = 0;
        model.train();
        for (var step = optimizer.Step; step < epochs.Count; step++)
        {
            // Seeded again wherever a run may resume, so that a resumed run repeats one that was never stopped.
            if (step % ReportEvery == 0 || step % plan.CheckpointEvery == 0) manual_seed(plan.Seed * 1_000_003L + step);
            var rate = plan.LearningRate * Math.Min((step + 1) / Math.Max(warmUp, 1), Math.Min(1, (epochs.Count - step) / coolDown));
            var batch = batches.Make(epochs[step], new Random(plan.Seed * 7919 + step), plan.WordDropout);
            loss += Learn(batch, optimizer, rate);
            tokens += batch.Ids.Length;

            var done = step + 1;
            if (done % ReportEvery == 0 || done == epochs.Count)
            {
                var seconds = watch.Elapsed.TotalSeconds;
                say($"{plan.Name} {done}/{epochs.Count}  loss {loss / ((done - 1) % ReportEvery + 1):F4}  {tokens / seconds:F0} tokens/s");
                loss = 0;
            }

            if (done % plan.CheckpointEvery == 0 || done == epochs.Count)
            {
                optimizer.Save(checkpoint);
                if (report is null) continue;
                optimizer.SwapAverages();
                say($"{plan.Name} {done}/{epochs.Count}  {report()}");
                optimizer.SwapAverages();
                model.train();
            }
        }

        optimizer.SwapAverages();
        model.eval();
    }

    private float Learn(Batch batch, AdamW optimizer, double rate)
    {
        using var scope = NewDisposeScope();
        var logits = model.call(batch.IdsTensor());
        var loss = -(functional.log_softmax(logits, 1) * batch.Targets()).sum(1).mean();
        loss.backward();
        optimizer.Update(rate);
        return loss.item<float>();
    }
}
