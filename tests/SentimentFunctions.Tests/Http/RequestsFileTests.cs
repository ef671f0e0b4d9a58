using System.Text.Json;
using SentimentFunctions.Http;

namespace SentimentFunctions.Tests.Http;

/// <summary>requests.http, with which a user tries the calls one by one.</summary>
public sealed class RequestsFileTests
{
    private static readonly string Requests = Repository.Read("requests.http");

    [Fact]
    public void Every_call_of_the_description_can_be_tried()
    {
        using var openapi = typeof(ScoreHttp).Assembly.GetManifestResourceStream("openapi.json")!;
        using var description = JsonDocument.Parse(openapi);
        var calls = from path in description.RootElement.GetProperty("paths").EnumerateObject()
                    from method in path.Value.EnumerateObject()
                    where method.Name != "parameters"
                    let address = path.Name.Split('{')[0]
                    select $"\n{method.Name.ToUpperInvariant()} {{{{host}}}}{address}";

        Assert.All(calls, call => Assert.Contains(call, Requests, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("documents")]
    [InlineData("inputs")]
    [InlineData("truncate")]
    [InlineData("sentences")]
    [InlineData("explain")]
    public void Every_form_of_a_scoring_call_can_be_tried(string member) =>
        Assert.Contains($"\"{member}\":", Requests, StringComparison.Ordinal);
}
