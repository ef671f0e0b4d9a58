using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Tests.Probing;

public class DocumentedTests
{
    [Fact]
    public void The_documented_figures_match_the_embedded_models()
    {
        using var model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);
        var file = Path.Combine(FindRepository(), "docs", "bias", "countries.json");
        using var json = JsonDocument.Parse(File.ReadAllText(file));

        Assert.True(
            model.Info.Sha256 == json.RootElement.GetProperty("modelSha256").GetString(),
            "docs/bias describes another model. Regenerate it with the command in docs/bias.md.");
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SentimentFunctions.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SentimentFunctions.sln.");
    }
}
