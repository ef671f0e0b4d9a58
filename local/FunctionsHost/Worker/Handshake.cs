using FunctionsProtocol;
using Kind = FunctionsProtocol.StreamingMessage.ContentOneofCase;

namespace FunctionsHost.Worker;

/// <summary>
/// The messages between host and worker before the first invocation, in the order recorded from the Functions host 4.1037: init, the
/// worker's list of functions, then every load request in the order of names, and their answers.
/// </summary>
internal static class Handshake
{
    private const string HostVersion = "4.1037.0.0";

    /// <returns>The functions that the worker loaded.</returns>
    /// <exception cref="HostException">The worker refused to initialise or to list its functions.</exception>
    public static async Task<IReadOnlyList<RpcFunctionMetadata>> RunAsync(
        WorkerChannel worker, WorkerApp app, Func<string, bool> isEnabled, Action<string> warn, CancellationToken cancellationToken)
    {
        var init = await worker.RequestAsync(Init(app), Kind.WorkerInitResponse, "", cancellationToken);
        Check(init.WorkerInitResponse.Result, "The worker could not initialise");
        if (init.WorkerInitResponse.Capabilities.ContainsKey("HttpUri"))
            warn("This app answers HTTP itself (ASP.NET Core integration); this host only forwards HTTP over gRPC, so its HTTP " +
                "functions will not work here.");

        var listed = await worker.RequestAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app.Folder } },
            Kind.FunctionMetadataResponse, "", cancellationToken);
        Check(listed.FunctionMetadataResponse.Result, "The worker could not list its functions");

        var functions = listed.FunctionMetadataResponse.FunctionMetadataResults
            .Where(function => isEnabled(function.Name)).OrderBy(function => function.Name, StringComparer.Ordinal).ToList();
        var loads = functions.Select(
            function => worker.RequestAsync(Load(function), Kind.FunctionLoadResponse, function.FunctionId, cancellationToken)).ToList();
        var loaded = new List<RpcFunctionMetadata>();
        foreach (var (function, load) in functions.Zip(loads))
        {
            var result = (await load).FunctionLoadResponse.Result;
            if (result.Status == StatusResult.Types.Status.Success)
                loaded.Add(function);
            else
                warn($"{function.Name} did not load and will not run: {result.Exception?.Message}");
        }

        return loaded;
    }

    internal static StreamingMessage Init(WorkerApp app) => new()
    {
        WorkerInitRequest = new WorkerInitRequest
        {
            HostVersion = HostVersion,
            Capabilities = { ["MultiStream"] = "10" },
            WorkerDirectory = app.Folder,
            FunctionAppDirectory = app.Folder,
        },
    };

    internal static StreamingMessage Load(RpcFunctionMetadata function) => new()
    {
        FunctionLoadRequest = new FunctionLoadRequest
        {
            FunctionId = function.FunctionId,
            Metadata = new RpcFunctionMetadata
            {
                Name = function.Name,
                ScriptFile = function.ScriptFile,
                EntryPoint = function.EntryPoint,
                Bindings = { function.Bindings },
                Properties = { ["FunctionId"] = function.FunctionId },
            },
        },
    };

    private static void Check(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new HostException($"{what}: {result.Exception?.Message ?? "no reason given"}");
    }
}
