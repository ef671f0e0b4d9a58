using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference;

/// <summary>An ONNX Runtime session of a text classifier: token ids in, logits out. Thread-safe.</summary>
internal sealed class ClassifierSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly string[] inputs;
    private readonly string[] outputs;
    private readonly int labels;
    private readonly int padId;

    public ClassifierSession(string file, InferenceOptions options, int labels, int padId)
    {
        (this.labels, this.padId) = (labels, padId);
        using var sessionOptions = SessionTuning.Create(options);
        session = new InferenceSession(file, sessionOptions);
        inputs = [.. session.InputMetadata.Keys];
        outputs = [session.OutputMetadata.ContainsKey("logits") ? "logits" : session.OutputMetadata.Keys.First()];
        try
        {
            CheckInputs();
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs one batch, padded to its longest text.</summary>
    /// <param name="texts">The token ids of each text; at least one text.</param>
    /// <returns>One row of logits per text.</returns>
    public float[][] Run(IReadOnlyList<int[]> texts)
    {
        var (batch, longest) = (texts.Count, texts.Max(ids => ids.Length));
        var (ids, mask, types) = (Rent(batch * longest), Rent(batch * longest), Rent(batch * longest));
        try
        {
            Fill(texts, longest, ids, mask, types);
            return Run(batch, longest, ids, mask, types);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(ids);
            ArrayPool<long>.Shared.Return(mask);
            ArrayPool<long>.Shared.Return(types);
        }
    }

    public void Dispose() => session.Dispose();

    private float[][] Run(int batch, int longest, long[] ids, long[] mask, long[] types)
    {
        var values = new OrtValue[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                var memory = inputs[i] switch { "input_ids" => ids, "attention_mask" => mask, _ => types };
                values[i] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, batch * longest), [batch, longest]);
            }

            using var run = new RunOptions();
            using var results = session.Run(run, inputs, values, outputs);
            var logits = results[0].GetTensorDataAsSpan<float>();
            var rows = new float[batch][];
            for (var i = 0; i < batch; i++) rows[i] = logits.Slice(i * labels, labels).ToArray();
            return rows;
        }
        finally
        {
            foreach (var value in values) value?.Dispose();
        }
    }

    private void Fill(IReadOnlyList<int[]> texts, int longest, long[] ids, long[] mask, long[] types)
    {
        ids.AsSpan(0, texts.Count * longest).Fill(padId);
        mask.AsSpan(0, texts.Count * longest).Clear();
        types.AsSpan(0, texts.Count * longest).Clear();
        for (var row = 0; row < texts.Count; row++)
        {
            for (var i = 0; i < texts[row].Length; i++)
            {
                ids[row * longest + i] = texts[row][i];
                mask[row * longest + i] = 1;
            }
        }
    }

    private void CheckInputs()
    {
        if (!inputs.Contains("input_ids") || inputs.Except(["input_ids", "attention_mask", "token_type_ids"]).Any())
            throw new FormatException($"its inputs are {string.Join(", ", inputs)}, but must be input_ids, attention_mask and perhaps token_type_ids.");
        var shape = session.OutputMetadata[outputs[0]].Dimensions;
        if (shape.Length != 2 || (shape[1] > 0 && shape[1] != labels))
            throw new FormatException($"its output '{outputs[0]}' has the shape [{string.Join(", ", shape)}], but must be [batch, {labels}] as id2label in config.json says.");
    }

    private static long[] Rent(int length) => ArrayPool<long>.Shared.Rent(length);
}
