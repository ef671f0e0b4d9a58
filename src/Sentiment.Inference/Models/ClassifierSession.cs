using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Sentiment.Inference;

/// <summary>An ONNX Runtime session of a text classifier: token ids in, logits out. Thread-safe.</summary>
/// <remarks>
/// Ids may be int64 or int32, and logits float32 or float16: both conversions are exact. Other types are refused.
/// </remarks>
internal sealed class ClassifierSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly string[] inputs;
    private readonly string[] outputs;

    /// <param name="file">The ONNX file.</param>
    /// <param name="options">Threads.</param>
    /// <param name="labels">The number of values per text in the output.</param>
    public ClassifierSession(string file, InferenceOptions options, int labels)
    {
        Labels = labels;
        NativeHeap.Reserve(); // first, because ONNX Runtime uses the heap as soon as it has options
        using var sessionOptions = SessionTuning.Create(options);
        session = new InferenceSession(file, sessionOptions);
        NativeHeap.Trim();
        inputs = [.. session.InputMetadata.Keys];
        outputs = [session.OutputMetadata.ContainsKey("logits") ? "logits" : session.OutputMetadata.Keys.FirstOrDefault("")];
        try
        {
            if (outputs[0].Length == 0) throw new FormatException("it has no output.");
            CheckInputs();
            CheckOutput();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of values per text in the output.</summary>
    public int Labels { get; }

    /// <summary>Whether the logits have 16 bits.</summary>
    public bool IsHalf => session.OutputMetadata[outputs[0]].ElementDataType == TensorElementType.Float16;

    /// <summary>Runs one batch, padded to its longest text.</summary>
    /// <param name="texts">The token ids of each text; at least one text.</param>
    /// <param name="logits">Receives <see cref="Labels"/> values per text, in order.</param>
    public void Run(ReadOnlySpan<int[]> texts, Span<float> logits)
    {
        var longest = 0;
        foreach (var text in texts) longest = Math.Max(longest, text.Length);
        var values = new OrtValue[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++) values[i] = Input(inputs[i], texts, longest);
            using var results = session.Run(runOptions, inputs, values, outputs);
            Copy(results[0], [texts.Length, Labels], logits);
        }
        finally
        {
            foreach (var value in values) value?.Dispose();
        }
    }

    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }

    private OrtValue Input(string name, ReadOnlySpan<int[]> texts, int longest)
    {
        var type = session.InputMetadata[name].ElementDataType;
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, [texts.Length, longest]);
        if (type == TensorElementType.Int64) Fill(name, texts, longest, value.GetTensorMutableDataAsSpan<long>());
        else Fill(name, texts, longest, value.GetTensorMutableDataAsSpan<int>());
        return value;
    }

    // Padding is masked, so its id does not matter. All texts are first sentences, with token type 0.
    private static void Fill<T>(string input, ReadOnlySpan<int[]> texts, int longest, Span<T> memory)
        where T : struct, INumberBase<T>
    {
        memory.Clear();
        if (input == "token_type_ids") return;
        for (var row = 0; row < texts.Length; row++)
        {
            var ids = texts[row];
            var cells = memory.Slice(row * longest, ids.Length);
            if (input == "attention_mask") cells.Fill(T.One);
            else for (var i = 0; i < ids.Length; i++) cells[i] = T.CreateTruncating(ids[i]);
        }
    }

    private static void Copy(OrtValue output, ReadOnlySpan<long> shape, Span<float> logits)
    {
        var info = output.GetTensorTypeAndShape();
        if (!shape.SequenceEqual(info.Shape))
        {
            throw new FormatException($"its logits have the shape [{string.Join(", ", info.Shape)}], but must be "
                + $"[{string.Join(", ", shape.ToArray())}]: one value for each text and each label of id2label in config.json.");
        }

        if (info.ElementDataType == TensorElementType.Float)
        {
            output.GetTensorDataAsSpan<float>().CopyTo(logits);
            return;
        }

        var halves = output.GetTensorDataAsSpan<Float16>();
        for (var i = 0; i < halves.Length; i++) logits[i] = (float)halves[i];
    }

    private void CheckInputs()
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
            if (input.ElementDataType is not (TensorElementType.Int64 or TensorElementType.Int32))
                throw new FormatException(
                    $"its input {name} is {input.ElementDataType}, but must be Int64 or Int32. Export the model again with int64 inputs.");
            if (input.Dimensions.Length != 2 || input.Dimensions.Any(size => size > 0))
            {
                throw new FormatException(
                    $"its input {name} has the shape [{string.Join(", ", input.Dimensions)}], but must take any number "
                    + "of texts of any length. Export the model again with dynamic axes for batch and sequence.");
            }
        }
    }

    private void CheckOutput()
    {
        var output = session.OutputMetadata[outputs[0]];
        if (output.ElementDataType is not (TensorElementType.Float or TensorElementType.Float16))
        {
            throw new FormatException(
                $"its output {outputs[0]} is {output.ElementDataType}, but must be Float or Float16. Export the model again in fp32; "
                + "'sentiment model optimise --int8' makes it smaller and faster.");
        }

        var shape = output.Dimensions;
        if (shape.Length != 2 || (shape[1] > 0 && shape[1] != Labels))
            throw new FormatException(
                $"its output '{outputs[0]}' has the shape [{string.Join(", ", shape)}], but must be [batch, {Labels}] as id2label in " +
                "config.json says.");
    }
}
