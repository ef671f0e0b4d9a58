using System.Collections.Concurrent;
using FunctionsHost.Output;
using FunctionsProtocol;

namespace FunctionsHost.Worker;

/// <summary>Shows the worker's log messages, with the name of the function whose invocation wrote them. Thread-safe.</summary>
internal sealed class WorkerLog(Terminal terminal)
{
    private readonly ConcurrentDictionary<string, string> _functions = new();

    public void Began(string invocationId, string function) => _functions[invocationId] = function;

    public void Ended(string invocationId) => _functions.TryRemove(invocationId, out _);

    public void Write(RpcLog log)
    {
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric || log.Level < RpcLog.Types.Level.Information)
            return;
        var source = _functions.GetValueOrDefault(log.InvocationId, "worker");
        var text = log.Exception is { } exception
            ? $"{log.Message}{Environment.NewLine}{exception.Type}: {exception.Message}{Environment.NewLine}{exception.StackTrace}"
            : log.Message;
        terminal.Write((LogLevel)(int)log.Level, source, text);
    }
}
