using FunctionsProtocol;

namespace FunctionsHost.Worker;

/// <summary>One worker that is up: its process, its channel, the functions it loaded.</summary>
internal sealed record WorkerRun(IWorkerProcess Process, WorkerChannel Channel, IReadOnlyList<RpcFunctionMetadata> Functions);
