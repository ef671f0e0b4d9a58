using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

/// <summary>
/// Plain C# as tutorials write it: a default session, dense tensors. One text at a time is padded (and cut) to a fixed length; batches come
/// in the order of the texts, padded to their longest. It gets our tokenizer, so that all score the same ids.
/// </summary>
internal sealed class TutorialWorker : IWorker
{
    private readonly InferenceSession session;
    private readonly SentimentTokenizer tokenizer;
    private readonly int longest;
    private readonly int batch;

    public TutorialWorker(string directory, int batch)
    {
        OnnxRuntimeTelemetry.Disable();
        session = new InferenceSession(Path.Combine(directory, "model.onnx"));
        (tokenizer, longest) = SentimentModel.LoadTokenizer(directory);
        this.batch = batch;
    }

    public Task ScoreAsync(string[] texts, int padTo)
    {
        foreach (var part in texts.Chunk(batch)) Score(part, padTo);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Score(string[] texts, int padTo)
    {
        var ids = texts.Select(text => tokenizer.Encode(text, batch == 1 ? Math.Min(padTo, longest) : longest).Ids).ToArray();
        var width = batch == 1 ? Math.Min(padTo, longest) : ids.Max(row => row.Length);
        var (input, mask) = (new DenseTensor<long>([ids.Length, width]), new DenseTensor<long>([ids.Length, width]));
        for (var row = 0; row < ids.Length; row++)
        {
            for (var i = 0; i < ids[row].Length; i++) (input[row, i], mask[row, i]) = (ids[row][i], 1);
        }

        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor("input_ids", input), NamedOnnxValue.CreateFromTensor("attention_mask", mask)]);
        var logits = results[0].AsTensor<float>();
        for (var row = 0; row < ids.Length; row++) _ = logits[row, 0] < logits[row, 1];
    }
}
