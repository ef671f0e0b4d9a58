using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference;

/// <summary>How ONNX Runtime is set up for this classifier; every line was measured.</summary>
internal static class SessionTuning
{
    public static SessionOptions Create(InferenceOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads > 0 ? options.Threads : Math.Max(1, Environment.ProcessorCount),
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        // u8 x s8 products saturate without VNNI (onnxruntime#5849); where there is VNNI this changes nothing.
        session.AddSessionConfigEntry("session.x64quantprecision", "1");
        // These two fusions are slower than what they replace.
        session.AddSessionConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion;BiasGeluFusion");
        return session;
    }
}
