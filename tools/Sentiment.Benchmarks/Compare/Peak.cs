using System.Diagnostics;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Benchmarks.Compare;

/// <summary>What this machine's matrix kernels reach at best on one thread: the physical limit that a model can come close to.</summary>
internal static class Peak
{
    static Peak() => OnnxRuntimeTelemetry.Disable();

    private const int Rows = 256, Inner = 768, Columns = 3072;

    public static double Fp32() =>
        Measure(OrtValue.CreateTensorValueFromMemory(new float[Rows * Inner], [Rows, Inner]), TensorReader.Float, graph =>
        graph.Nodes("MatMul", "product", ["a", graph.Floats("b", new float[Inner * Columns], Inner, Columns)], ["y"]));

    public static double Int8() =>
        Measure(OrtValue.CreateTensorValueFromMemory(new byte[Rows * Inner], [Rows, Inner]), TensorReader.UInt8, graph =>
        graph.Nodes("MatMulInteger", "product", ["a", graph.SignedBytes("b", new sbyte[Inner * Columns], Inner, Columns)], ["y"]));

    // Two operations per multiply-add; zeros are as much work as other numbers.
    private static double Measure(OrtValue input, int type, Action<GraphWriter> product)
    {
        var graph = new GraphWriter("peak");
        graph.Input("a", type, $"{Rows}", $"{Inner}");
        graph.Output("y", type == TensorReader.Float ? TensorReader.Float : TensorReader.Int32, $"{Rows}", $"{Columns}");
        product(graph);
        using var options = SessionTuning.Create(new InferenceOptions());
        using var session = new InferenceSession(graph.ToModel([]).ToByteArray(), options);
        using var run = new RunOptions();
        using (input)
        {
            var best = Enumerable.Range(0, 40).Min(_ => Seconds(() => session.Run(run, ["a"], [input], ["y"]).Dispose()));
            return 2.0 * Rows * Inner * Columns / best / 1e9;
        }
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
