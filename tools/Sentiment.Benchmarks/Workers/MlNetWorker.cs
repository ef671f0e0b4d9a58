using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

/// <summary>Microsoft.ML.OnnxTransformer, the ML.NET way: rows of a fixed length through a data view.</summary>
internal sealed class MlNetWorker : IWorker
{
    private readonly MLContext context = new();
    private readonly Dictionary<int, OnnxTransformer> transformers = [];
    private readonly SentimentTokenizer tokenizer;
    private readonly string file;
    private readonly int longest;

    public MlNetWorker(string directory)
    {
        file = Path.Combine(directory, "model.onnx");
        (tokenizer, longest) = SentimentModel.LoadTokenizer(directory);
    }

    public Task ScoreAsync(string[] texts, int padTo)
    {
        var width = Math.Min(padTo, longest);
        if (!transformers.TryGetValue(width, out var transformer)) transformers[width] = transformer = Fit(width);
        var view = context.Data.LoadFromEnumerable(texts.Select(text => ToRow(text, width)), Schema(width));
        foreach (var _ in context.Data.CreateEnumerable<Output>(transformer.Transform(view), reuseRowObject: true))
        {
            // Reading a row is what runs the model on it.
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var transformer in transformers.Values) transformer.Dispose();
        return ValueTask.CompletedTask;
    }

    private OnnxTransformer Fit(int width)
    {
        var shapes = new Dictionary<string, int[]> { ["input_ids"] = [1, width], ["attention_mask"] = [1, width], ["logits"] = [1, 2] };
        var pipeline = context.Transforms.ApplyOnnxModel(["logits"], ["input_ids", "attention_mask"], file, shapes, null, false);
        return pipeline.Fit(context.Data.LoadFromEnumerable(Array.Empty<Row>(), Schema(width)));
    }

    private Row ToRow(string text, int width)
    {
        var row = new Row { Ids = new long[width], Mask = new long[width] };
        var ids = tokenizer.Encode(text, width).Ids;
        for (var i = 0; i < ids.Length; i++) (row.Ids[i], row.Mask[i]) = (ids[i], 1);
        return row;
    }

    private static SchemaDefinition Schema(int width)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        foreach (var column in schema) column.ColumnType = new VectorDataViewType(NumberDataViewType.Int64, width);
        return schema;
    }

    private sealed class Row
    {
        [ColumnName("input_ids")]
        public long[] Ids { get; set; } = [];

        [ColumnName("attention_mask")]
        public long[] Mask { get; set; } = [];
    }

    private sealed class Output
    {
        [ColumnName("logits")]
        public float[] Logits { get; set; } = [];
    }
}
