using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Tests.Evaluation;

/// <summary>The accuracy of the embedded models on reviews written for these tests. None of them is in the training data.</summary>
public class EmbeddedModelTests
{
    private static readonly string Reviews = Path.Combine(AppContext.BaseDirectory, "Evaluation", "reviews.tsv");

    [Fact]
    public void The_reviews_are_balanced_and_all_different()
    {
        var rows = File.ReadLines(Reviews).Skip(1).Select(line => line.Split('\t')).ToArray();

        Assert.Equal(200, rows.Length);
        Assert.Equal(100, rows.Count(row => row[1] == "1"));
        Assert.Equal(200, rows.Select(row => row[0]).Distinct().Count());
        // Each hard kind is balanced, so that no kind reveals the label.
        Assert.All(rows.GroupBy(row => row[2]), kind => Assert.Equal(kind.Count() / 2, kind.Count(row => row[1] == "1")));
    }

    // Two points below what the model cards say.
    [Theory]
    [InlineData("sentiment-small", "reviews.tsv", 0.955)]
    [InlineData("sentiment-small", "hard-kept.tsv", 0.757)]
    [InlineData("sentiment-tiny", "reviews.tsv", 0.86)]
    [InlineData("sentiment-tiny", "hard-kept.tsv", 0.54)]
    public async Task An_embedded_model_is_as_good_as_its_card_says(string model, string file, double accuracy)
    {
        using var directory = new TemporaryDirectory();
        var (code, _, error) = await CommandLine.RunAsync("", "evaluate", "--model", model,
            "--data", Path.Combine(AppContext.BaseDirectory, "Evaluation", file), "--json", directory.File("report.json"));

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(directory.File("report.json"), TestContext.Current.CancellationToken));
        var metrics = json.RootElement.GetProperty("metrics");
        Assert.True(metrics.GetProperty("accuracy").GetProperty("value").GetDouble() >= accuracy, metrics.ToString());
    }

    [Fact]
    public void Either_spelling_of_a_negation_is_understood()
    {
        using var model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);

        Assert.All(model.Logits(["I don't like it.", "I do n't like it .", "It isn't good.", "it is n't good ."]),
            logits => Assert.True(logits[0] > logits[1]));
    }

    [Fact]
    public void Praise_by_negation_is_understood()
    {
        using var model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);

        Assert.All(model.Logits(["Not bad at all.", "not bad .", "There is nothing boring about it."]),
            logits => Assert.True(logits[1] > logits[0]));
    }

    [Fact]
    public void A_long_review_is_read_to_its_end()
    {
        using var model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);
        var middling = string.Join(' ', Enumerable.Repeat("We went there on a Tuesday and stood in line.", 30));

        var logits = model.Logits([middling + " It was wonderful, superb, the best.", middling + " It was awful, terrible, the worst."]);

        Assert.True(logits[0][1] - logits[0][0] > logits[1][1] - logits[1][0] + 0.5f,
            $"{string.Join(' ', logits[0])} / {string.Join(' ', logits[1])}");
    }
}
