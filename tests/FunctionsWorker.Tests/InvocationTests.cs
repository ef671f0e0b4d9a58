using FunctionsProtocol;

namespace FunctionsWorker.Tests;

public sealed class InvocationTests(WorkerFixture worker) : IClassFixture<WorkerFixture>
{
    [Fact]
    public async Task An_http_request_reaches_the_function_with_route_query_headers_and_body()
    {
        var response = await worker.PlayAsync(WorkerFixture.Fixture("HttpHello.json"), "HttpHello");

        Assert.Equal(StatusResult.Types.Status.Success, response.Result.Status);
        Assert.Equal("200", response.ReturnValue.Http.StatusCode);
        Assert.Equal("a", response.ReturnValue.Http.Headers["X-Test"]);
        Assert.Equal(
            "name=eve;q=7;h=Host=localhost:7071,Accept=*/*,Content-Length=11,Content-Type=application/json;body={\"k\":[1,2]};id=i-1;bd=k,x,name,Query,Headers",
            response.ReturnValue.Http.Body.Bytes.ToStringUtf8());
    }

    [Theory]
    [InlineData("34-host2worker-InvocationRequest-HttpHello-POST.json", "35-worker2host-InvocationResponse-HttpHello-POST.json")]
    [InlineData("36-host2worker-InvocationRequest-HttpHello-GET-noname.json", "37-worker2host-InvocationResponse-HttpHello-GET-noname.json")]
    public async Task A_recorded_http_request_is_answered_as_the_real_worker_does(string request, string answer)
    {
        var expected = WorkerFixture.Message(WorkerFixture.Recording(answer)).InvocationResponse;

        var actual = await worker.PlayAsync(WorkerFixture.Recording(request), "HttpHello");

        expected.ReturnValue.Http.Cookies.Clear(); // the one thing that the recorded function did and this app does not need
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("58-host2worker-InvocationRequest-SbBatch-collectionString.json", "59-worker2host-InvocationResponse-SbBatch-collectionString.json")]
    [InlineData("60-host2worker-InvocationRequest-SbBatch-json.json", null)]
    public async Task A_recorded_batch_is_answered_as_the_real_worker_does(string request, string? answer)
    {
        var actual = await worker.PlayAsync(WorkerFixture.Recording(request), "SbBatch");

        if (answer is not null)
            Assert.Equal(WorkerFixture.Message(WorkerFixture.Recording(answer)).InvocationResponse, actual);
        else
            Assert.Equal("[\"echo:j1\",\"echo:j2\"]", actual.ReturnValue.Json);
    }

    [Fact]
    public async Task A_batch_shows_its_metadata_as_json_text()
    {
        var response = await worker.PlayAsync(WorkerFixture.Fixture("SbBatch.json"), "SbBatch");

        Assert.Equal(
            "[\"echo:one\",\"echo:two\",\"bd:MessageIdArray=[ \\u0022a\\u0022, \\u0022b\\u0022 ],SequenceNumberArray=[ \\u00225\\u0022, \\u00226\\u0022 ],DeliveryCountArray=[1,2]\"]",
            response.ReturnValue.Json);
    }

    [Fact]
    public async Task Several_outputs_leave_by_name_and_empty_ones_not_at_all()
    {
        var response = await worker.PlayAsync(WorkerFixture.Fixture("HttpMulti.json"), "HttpMulti");

        Assert.Null(response.ReturnValue);
        Assert.Equal(["Res", "Msg"], response.OutputData.Select(output => output.Name));
        Assert.Equal("201", response.OutputData[0].Data.Http.StatusCode);
        Assert.Equal("to-sb", response.OutputData[1].Data.String);
    }

    [Fact]
    public async Task An_exception_fails_the_invocation_and_is_the_functions_own()
    {
        var response = await worker.PlayAsync(WorkerFixture.Fixture("HttpHello.json"), "HttpThrow");

        Assert.Equal(StatusResult.Types.Status.Failure, response.Result.Status);
        Assert.Equal("boom", response.Result.Exception.Message);
        Assert.Equal("System.InvalidOperationException", response.Result.Exception.Type);
        Assert.True(response.Result.Exception.IsUserException);
    }

    [Fact]
    public async Task A_cancelled_invocation_fails_with_the_type_that_the_real_worker_names()
    {
        using var cancellation = new CancellationTokenSource();
        var invocation = worker.PlayUntilAsync(WorkerFixture.Fixture("HttpHello.json"), "HttpSlow", cancellation.Token);
        await cancellation.CancelAsync();

        var response = await invocation;

        Assert.Equal(StatusResult.Types.Status.Failure, response.Result.Status);
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", response.Result.Exception.Type);
    }

    [Theory]
    [InlineData("{\"invocationRequest\":{\"inputData\":[{\"name\":\"content\",\"data\":{\"bytes\":\"AQID\"}}]}}")]
    [InlineData("{\"invocationRequest\":{\"inputData\":[{\"name\":\"content\",\"data\":{\"string\":\"s\"}}]}}")]
    public async Task A_stream_can_only_be_had_from_a_reference(string message)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message, TestContext.Current.CancellationToken);

        var response = await worker.PlayAsync(file, "BlobStream");

        File.Delete(file);
        Assert.Equal("Microsoft.Azure.Functions.Worker.FunctionInputConverterException", response.Result.Exception.Type);
        Assert.StartsWith("Error converting 1 input parameters for Function 'BlobStream': Cannot convert input parameter 'content' to type 'System.IO.Stream'", response.Result.Exception.Message);
    }

    [Fact]
    public async Task An_unknown_function_fails_the_invocation_only()
    {
        var response = await worker.Invocations.InvokeAsync(new() { InvocationId = "x", FunctionId = "nobody" }, TestContext.Current.CancellationToken);

        Assert.Equal("x", response.InvocationId);
        Assert.Contains("'nobody'", response.Result.Exception.Message);
    }
}
