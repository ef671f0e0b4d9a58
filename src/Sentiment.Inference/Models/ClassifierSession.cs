using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Sentiment.Inference;

/// <summary>An ONNX Runtime session of a text classifier: token ids in, logits out. Thread-safe.</summary>
internal sealed class ClassifierSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly string[] inputs;
    private readonly string[] outputs;

    public ClassifierSession(string file, InferenceOptions options, int labels)
    {
        Labels = labels;
        using var sessionOptions = SessionTuning.Create(options);
        session = new InferenceSession(file, sessionOptions);
        NativeHeap.Trim();
        inputs = [.. session.InputMetadata.Keys];
        outputs = [session.OutputMetadata.ContainsKey("logits") ? "logits" : session.OutputMetadata.Keys.First()];
        try
        {
            CheckShape();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of values per text in the output.</summary>
    public int Labels { get; }

    /// <summary>Runs one batch, padded to its longest text.</summary>
    /// <param name="texts">The token ids of each text; at least one text.</param>
    /// <param name="logits">Receives <see cref="Labels"/> values per text, in order.</param>
    public void Run(ReadOnlySpan<int[]> texts, Span<float> logits)
    {
        var longest = 0;
        foreach (var text in texts) longest = Math.Max(longest, text.Length);
        var cells = texts.Length * longest;
        var memory = ArrayPool<long>.Shared.Rent(inputs.Length * cells);
        try
        {
            for (var i = 0; i < inputs.Length; i++) Fill(inputs[i], texts, longest, memory.AsSpan(i * cells, cells));
            Run([texts.Length, longest], memory, logits);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(memory);
        }
    }

    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }

    private void Run(long[] shape, long[] memory, Span<float> logits)
    {
        var cells = (int)(shape[0] * shape[1]);
        var values = new OrtValue[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++)
                values[i] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(i * cells, cells), shape);
            using var results = session.Run(runOptions, inputs, values, outputs);
            results[0].GetTensorDataAsSpan<float>().CopyTo(logits);
        }
        finally
        {
            foreach (var value in values) value?.Dispose();
        }
    }

    // Padding is masked, so its id does not matter. All texts are first sentences, with token type 0.
    private static void Fill(string input, ReadOnlySpan<int[]> texts, int longest, Span<long> memory)
    {
        memory.Clear();
        if (input == "token_type_ids") return;
        for (var row = 0; row < texts.Length; row++)
        {
            var ids = texts[row];
            var cells = memory.Slice(row * longest, ids.Length);
            if (input == "attention_mask") cells.Fill(1);
            else for (var i = 0; i < ids.Length; i++) cells[i] = ids[i];
        }
    }

    private void CheckShape()
    {
        if (!inputs.Contains("input_ids") || !inputs.Contains("attention_mask")
            || inputs.Except(["input_ids", "attention_mask", "token_type_ids"]).Any())
        {
            throw new FormatException(
                $"its inputs are {string.Join(", ", inputs)}, but must be input_ids, attention_mask and optionally token_type_ids. Without "
                + "attention_mask a text's score would depend on the texts beside it. Export the model again with these inputs.");
        }

        foreach (var (name, input) in session.InputMetadata)
        {
            if (input.ElementDataType != TensorElementType.Int64)
                throw new FormatException(
                    $"its input {name} is {input.ElementDataType}, but must be Int64. Export the model again with int64 inputs.");
            if (input.Dimensions.Length != 2 || input.Dimensions.Any(size => size > 0))
            {
                throw new FormatException(
                    $"its input {name} has the shape [{string.Join(", ", input.Dimensions)}], but must take any number "
                    + "of texts of any length. Export the model again with dynamic axes for batch and sequence.");
            }
        }

        var output = session.OutputMetadata[outputs[0]];
        if (output.ElementDataType != TensorElementType.Float)
        {
            throw new FormatException(
                $"its output {outputs[0]} is {output.ElementDataType}, but must be Float. Export the model again in fp32; "
                + "'sentiment model optimise --int8' makes it smaller and faster.");
        }

        var shape = output.Dimensions;
        if (shape.Length != 2 || (shape[1] > 0 && shape[1] != Labels))
            throw new FormatException(
                $"its output '{outputs[0]}' has the shape [{string.Join(", ", shape)}], but must be [batch, {Labels}] as id2label in " +
                "config.json says.");
    }
}
