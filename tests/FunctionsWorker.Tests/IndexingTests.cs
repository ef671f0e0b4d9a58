using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Grpc;

namespace FunctionsWorker.Tests;

public sealed class IndexingTests(WorkerFixture worker) : IClassFixture<WorkerFixture>
{
    public static TheoryData<string> Functions => ["HttpHello", "HttpSlow", "HttpThrow", "SbBatch", "BlobStream"];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_described_to_the_host_as_the_fixture_says(string function) =>
        AssertSameBindings(WorkerFixture.Fixture("FunctionMetadataResponse.json"), function);

    [Theory]
    [InlineData("HttpHello")]
    [InlineData("HttpSlow")]
    [InlineData("HttpThrow")]
    [InlineData("SbBatch")]
    public void A_function_is_described_to_the_host_as_the_real_worker_does(string function) =>
        AssertSameBindings(WorkerFixture.Recording("05-worker2host-FunctionMetadataResponse.json"), function);

    [Fact]
    public void The_capabilities_are_those_of_the_real_worker()
    {
        var expected = WorkerFixture.Message(WorkerFixture.Recording("03-worker2host-WorkerInitResponse.json")).WorkerInitResponse;

        var actual = Ask(new() { WorkerInitRequest = new() }).WorkerInitResponse;

        Assert.Equal(expected.Capabilities, actual.Capabilities);
        Assert.Equal(expected.WorkerVersion, actual.WorkerVersion);
        Assert.Equal(expected.WorkerMetadata.CustomProperties, actual.WorkerMetadata.CustomProperties);
    }

    [Fact]
    public void Every_function_has_its_own_id_and_loads()
    {
        var functions = worker.Index.Functions;

        Assert.Distinct(functions.Select(function => function.Id));
        Assert.All(functions, function =>
        {
            var answer = Ask(new() { RequestId = "r", FunctionLoadRequest = new() { FunctionId = function.Id } });
            Assert.Equal("r", answer.RequestId);
            Assert.Equal(StatusResult.Types.Status.Success, answer.FunctionLoadResponse.Result.Status);
        });
    }

    [Fact]
    public void Loading_an_unknown_function_fails_and_names_it()
    {
        var answer = Ask(new() { FunctionLoadRequest = new() { FunctionId = "7", Metadata = new() { Name = "Nobody" } } });

        Assert.Equal(StatusResult.Types.Status.Failure, answer.FunctionLoadResponse.Result.Status);
        Assert.Contains("'Nobody'", answer.FunctionLoadResponse.Result.Exception.Message);
    }

    [Fact]
    public void A_status_request_is_answered_with_its_id() =>
        Assert.Equal(StreamingMessage.ContentOneofCase.WorkerStatusResponse, Ask(new() { RequestId = "s", WorkerStatusRequest = new() }).ContentCase);

    private StreamingMessage Ask(StreamingMessage question) => new Handshake(worker.Index).Answer(question)!;

    private void AssertSameBindings(string recording, string function)
    {
        var expected = WorkerFixture.Message(recording).FunctionMetadataResponse.FunctionMetadataResults.Single(found => found.Name == function);
        var actual = Ask(new() { FunctionsMetadataRequest = new() }).FunctionMetadataResponse.FunctionMetadataResults.Single(found => found.Name == function);

        // The recorded blob function also had an output that this app has not.
        Assert.Equal(expected.RawBindings.Select(Canonical), actual.RawBindings.Select(Canonical));
        Assert.Equal(expected.Bindings, actual.Bindings);
        Assert.Equal(expected.Language, actual.Language);
        Assert.Equal("FunctionsWorker.Tests.dll", actual.ScriptFile);
        Assert.NotNull(JsonFormatter.Default.Format(actual));
    }

    private static string Canonical(string json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = false });
}
