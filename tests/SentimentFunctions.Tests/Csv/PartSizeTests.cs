using System.Text;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class PartSizeTests
{
    private const int Size = 800;

    private static readonly byte[] Reviews = Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Repeat("good\n", 2 * Size)));

    [Theory]
    [InlineData(30_000_000, Size)] // More than the embedded models.
    [InlineData(69_300_000, Size / 4)] // distilbert-base in int8.
    [InlineData(268_000_000, Size / 8)] // distilbert-base in fp32.
    public async Task A_part_for_a_larger_model_has_fewer_rows_and_bytes(int modelBytes, int size)
    {
        using var directory = new TemporaryDirectory();
        directory.CopyModel(TestModel.Directory);
        using var model = SentimentModel.Load(directory.Path);
        // It is loaded, and its size is read on first use. What is added takes no space on disk.
        using (var onnx = File.OpenWrite(directory.File("model.onnx")))
            onnx.SetLength(modelBytes);

        var (byRows, byBytes) = (await PlanAsync(new() { PartRows = Size }, model), await PlanAsync(new() { PartBytes = Size }, model));

        Assert.Equal(modelBytes, model.Info.Bytes);
        Assert.Equal(size, byRows.Parts[0].Rows);
        Assert.Equal(size, byBytes.Parts[0].Length);
    }

    private static async Task<CsvPlan> PlanAsync(ScoringOptions options, SentimentModel model)
    {
        using var stream = new MemoryStream(Reviews);
        var (plan, problem) = await PartSize.Planner(options, model.Info).PlanAsync(
            stream, "a.csv", new Dictionary<string, string>(), "1", TestContext.Current.CancellationToken);
        return plan ?? throw new InvalidOperationException(problem);
    }
}
