using System.Runtime.InteropServices;
using System.Text.Json;
using FunctionsProtocol;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Grpc;

/// <summary>Answers everything a host asks before and between invocations: who are you, what do you hold, are you well.</summary>
internal sealed class Handshake(FunctionIndex index)
{
    /// <summary>The version of Microsoft's worker whose behaviour this one has.</summary>
    private const string WorkerVersion = "2.52.0.0";

    private static readonly string[] Capabilities =
    [
        "HandlesWorkerTerminateMessage", "HandlesInvocationCancelMessage", "IncludeEmptyEntriesInMessagePayload",
        "EnableUserCodeException", "RpcHttpBodyOnly", "RawHttpBodyBytes", "RpcHttpTriggerMetadataRemoved",
        "UseNullableValueDictionaryForHttp", "TypedDataCollection", "WorkerStatus",
    ];

    private static StatusResult Success => new() { Status = StatusResult.Types.Status.Success };

    /// <summary>The answer, with the request's id; null for a message that is not a question.</summary>
    public StreamingMessage? Answer(StreamingMessage request)
    {
        var answer = new StreamingMessage { RequestId = request.RequestId };
        switch (request.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitRequest:
                answer.WorkerInitResponse = Init();
                return answer;
            case StreamingMessage.ContentOneofCase.FunctionsMetadataRequest:
                answer.FunctionMetadataResponse = Metadata();
                return answer;
            case StreamingMessage.ContentOneofCase.FunctionLoadRequest:
                answer.FunctionLoadResponse = Load(request.FunctionLoadRequest);
                return answer;
            case StreamingMessage.ContentOneofCase.WorkerStatusRequest:
                answer.WorkerStatusResponse = new();
                return answer;
            case StreamingMessage.ContentOneofCase.WorkerWarmupRequest:
                answer.WorkerWarmupResponse = new() { Result = Success };
                return answer;
            default:
                return null;
        }
    }

    private static WorkerInitResponse Init()
    {
        var response = new WorkerInitResponse
        {
            WorkerVersion = WorkerVersion,
            Result = Success,
            WorkerMetadata = new()
            {
                RuntimeName = ".NET",
                RuntimeVersion = System.Environment.Version.ToString(),
                WorkerVersion = WorkerVersion,
                WorkerBitness = RuntimeInformation.ProcessArchitecture.ToString(),
                CustomProperties = { ["Worker.Grpc.Version"] = WorkerVersion },
            },
        };
        foreach (var capability in Capabilities)
            response.Capabilities[capability] = "True";
        return response;
    }

    private FunctionMetadataResponse Metadata()
    {
        var response = new FunctionMetadataResponse { Result = Success };
        response.FunctionMetadataResults.AddRange(index.Functions.Select(Describe));
        return response;
    }

    private static RpcFunctionMetadata Describe(FunctionDescriptor function)
    {
        var metadata = new RpcFunctionMetadata
        {
            Name = function.Name,
            FunctionId = function.Id,
            ScriptFile = function.ScriptFile,
            EntryPoint = function.EntryPoint,
            Language = "dotnet-isolated",
        };
        foreach (var binding in function.Bindings)
        {
            metadata.RawBindings.Add(JsonSerializer.Serialize(binding.Members));
            metadata.Bindings[binding.Name] = new BindingInfo
            {
                Type = binding.Type,
                Direction = binding.IsOutput ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In,
                DataType = Enum.Parse<BindingInfo.Types.DataType>(binding.DataType ?? nameof(BindingInfo.Types.DataType.Undefined)),
            };
        }

        return metadata;
    }

    private FunctionLoadResponse Load(FunctionLoadRequest request)
    {
        var response = new FunctionLoadResponse { FunctionId = request.FunctionId, Result = Success };
        if (index.Functions.All(function => function.Id != request.FunctionId))
        {
            response.Result = new()
            {
                Status = StatusResult.Types.Status.Failure,
                Exception = new() { Message = $"The app has no function '{request.Metadata?.Name}' with the id '{request.FunctionId}'." },
            };
        }

        return response;
    }
}
