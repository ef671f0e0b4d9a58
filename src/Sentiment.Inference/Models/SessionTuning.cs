using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference;

/// <summary>The ONNX Runtime options for this classifier; each one was measured.</summary>
internal static class SessionTuning
{
    public static SessionOptions Create(InferenceOptions options)
    {
        OnnxRuntimeTelemetry.Disable();
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // ONNX Runtime would keep a pattern for every shape, and batches have hundreds of shapes. This saves 20 MB at DistilBERT's
            // size, at the same speed.
            EnableMemoryPattern = false,
        };
        // Without VNNI, u8 x s8 products saturate (onnxruntime#5849) and this must be set. With it, setting it halves the speed: 436 G
        // multiply-adds a second fall to 169 on an EPYC with AVX512_VNNI, and the results are the same.
        if (!CpuFeatures.HasVnni) session.AddSessionConfigEntry("session.x64quantprecision", "1");
        // These two fusions are slower than what they replace.
        session.AddSessionConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion;BiasGeluFusion");
        return session;
    }
}
