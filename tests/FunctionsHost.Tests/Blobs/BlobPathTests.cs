using FunctionsHost.Blobs;
using FunctionsHost.Functions;

namespace FunctionsHost.Tests.Blobs;

public sealed class BlobPathTests
{
    [Theory]
    [InlineData("reviews/{name}", "a.csv", "name=a.csv")]
    [InlineData("reviews/{name}", "2030/may/a.csv", "name=2030/may/a.csv")]
    [InlineData("reviews/{name}.csv", "a.b.csv", "name=a.b")]
    [InlineData("reviews/{folder}/{name}.{kind}", "x/a.csv", "folder=x kind=csv name=a")]
    [InlineData("reviews/in+1/{name}", "in+1/a", "name=a")]
    [InlineData("reviews", "anything", "")]
    [InlineData("reviews/fixed.csv", "fixed.csv", "")]
    public void A_matching_blob_fills_the_parameters(string path, string blob, string found)
    {
        var parameters = new BlobPath(path, "F").Match(blob);
        Assert.NotNull(parameters);
        Assert.Equal(found, string.Join(' ', parameters.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("reviews/{name}.csv", "a.txt")]
    [InlineData("reviews/{name}.csv", "a.csv.bak")]
    [InlineData("reviews/{name}.csv", ".csv")]
    [InlineData("reviews/in/{name}", "out/a")]
    [InlineData("reviews/fixed.csv", "fixed_csv")]
    public void Any_other_blob_does_not_match(string path, string blob) => Assert.Null(new BlobPath(path, "F").Match(blob));

    [Theory]
    [InlineData("")]
    [InlineData("Reviews/{name}")]
    [InlineData("a/{name}")]
    [InlineData("two--hyphens/{name}")]
    [InlineData("{name}")]
    public void A_path_without_a_container_is_refused_with_the_function_name(string path) =>
        Assert.Contains("ScoreCsv", Assert.Throws<HostException>(() => new BlobPath(path, "Function ScoreCsv")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Output_paths_are_filled_from_the_trigger() =>
        Assert.Equal("scored/a.csv.json", BlobPath.Fill("scored/{name}.json", new Dictionary<string, string> { ["name"] = "a.csv" }, "F"));

    [Fact]
    public void A_random_guid_is_always_available() =>
        Assert.True(Guid.TryParse(BlobPath.Fill("{rand-guid}", new Dictionary<string, string>(), "F"), out _));

    [Fact]
    public void A_parameter_without_a_value_is_named_in_the_error() =>
        Assert.Contains("{nmae}",
            Assert.Throws<OutputException>(() => BlobPath.Fill("scored/{nmae}", new Dictionary<string, string>(), "F")).Message,
            StringComparison.Ordinal);
}
