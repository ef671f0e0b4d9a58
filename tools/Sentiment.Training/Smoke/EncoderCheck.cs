using Microsoft.ML.OnnxRuntime;
using Sentiment.Inference;
using Sentiment.Models;
using Sentiment.Training.Learning;
using Sentiment.Training.Models;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Smoke;

/// <summary>
/// Checks that the teacher starts as the pretrained encoder: compares the original graph in ONNX Runtime with our network, both with the
/// same classifier.
/// </summary>
internal static class EncoderCheck
{
    private static readonly string[] Texts =
        ["A wonderful film.", "The battery died after a day, and nobody answered my three letters about it.", "meh"];

    /// <summary>The largest difference between two margins.</summary>
    public static float Run(string directory)
    {
        var pieces = new WordPieces(PretrainedEncoder.WriteVocabulary(directory));
        using var network = PretrainedEncoder.Load(pieces.Pad, seed: 1);
        var texts = TokenizedTexts.Of(pieces, Texts.Select(text => new LabelledText(text, float.NaN)));
        var margins = Predictor.Margins(network, texts, pieces);

        var weights = NetworkWeights.Read(network);
        OnnxRuntimeTelemetry.Disable();
        using var session = new InferenceSession(PretrainedEncoder.Onnx());
        return margins.Select((margin, i) => MathF.Abs(margin - Expected(session, weights, [pieces.Cls, .. texts.Ids(i), pieces.Sep])))
            .Max();
    }

    private static float Expected(InferenceSession session, ClassifierWeights weights, int[] ids)
    {
        using var tokens = Input(ids, id => id);
        using var mask = Input(ids, _ => 1);
        using var segments = Input(ids, _ => 0);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["input_ids", "attention_mask", "token_type_ids"], [tokens, mask, segments],
            ["last_hidden_state"]);
        var first = outputs[0].GetTensorDataAsSpan<float>()[..weights.ModelDimensions.Hidden].ToArray();
        var logits = Apply(weights.Classifier, Array.ConvertAll(Apply(weights.PreClassifier, first), value => MathF.Max(value, 0)));
        return logits[1] - logits[0];
    }

    private static OrtValue Input(int[] ids, Func<int, long> value) =>
        OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => value(id)), [1, ids.Length]);

    private static float[] Apply(Linear linear, float[] input) =>
        [.. Enumerable.Range(0, linear.Out)
            .Select(to => linear.Bias[to] + input.Select((value, from) => value * linear.Weight[from * linear.Out + to]).Sum())];
}
