using System.Numerics.Tensors;
using Sentiment.Inference;
using Sentiment.Training.Learning;
using Sentiment.Training.Text;
using TorchSharp;

namespace Sentiment.Training.Recipe;

/// <summary>
/// Texts with the mean prediction of one or more teachers. The predictions are stored in files, because computing them takes long.
/// </summary>
internal sealed class TeacherLabels(TrainingContext context, params string[] teachers)
{
    private const int TextsAtATime = 4096;

    /// <summary>The texts with the teachers' predictions instead of their labels.</summary>
    /// <param name="portion">The name of the file.</param>
    /// <param name="texts">Must be the same texts on every call for the portion.</param>
    public LabelledText[] Of(string portion, IEnumerable<LabelledText> texts)
    {
        LabelledText[] asked = [.. texts];
        var file = context.PathOf(portion + ".opinions");
        if (!File.Exists(file))
        {
            var sum = new float[asked.Length];
            foreach (var teacher in teachers)
                TensorPrimitives.Add(sum, Ask(teacher, portion, asked), sum);
            TensorPrimitives.Divide(sum, teachers.Length, sum);
            using var answers = torch.tensor(sum);
            TensorFile.Write(file, 0, [("margins", answers)]);
        }

        using var margins = torch.zeros(asked.Length);
        TensorFile.Read(file, new Dictionary<string, torch.Tensor> { ["margins"] = margins });
        return [.. asked.Zip(margins.data<float>(), (text, margin) => text with { Positive = 1 / (1 + MathF.Exp(-margin)) })];
    }

    /// <summary>Log-odds of being positive, through the product's own engine.</summary>
    private float[] Ask(string teacher, string portion, LabelledText[] texts)
    {
        using var model = SentimentModel.Load(teacher, new InferenceOptions { Threads = 1 });
        var margins = new float[texts.Length];
        // Texts of similar length go together, because padding is wasted work.
        var order = Enumerable.Range(0, texts.Length).OrderBy(i => texts[i].Text.Length).ToArray();
        var (done, said) = (0L, 0L);
        Parallel.ForEach(order.Chunk(TextsAtATime), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk =>
        {
            var logits = model.Logits(Array.ConvertAll(chunk, i => texts[i].Text));
            for (var i = 0; i < chunk.Length; i++) margins[chunk[i]] = logits[i][1] - logits[i][0];
            lock (order)
            {
                done += chunk.Length;
                if (10 * done / texts.Length == said) return;
                said = 10 * done / texts.Length;
                context.Say($"{teacher} has labelled {10 * said} % of {texts.Length} texts ({portion})");
            }
        });
        return margins;
    }
}
