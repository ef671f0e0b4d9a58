using System.Collections.Concurrent;
using FunctionsHost.Settings;
using FunctionsProtocol;

namespace FunctionsHost.Output;

/// <summary>
/// Shows the log lines of host and worker about an invocation, under the name of its function and the Functions host's own categories:
/// <c>Function.NAME</c> for the host's line, <c>Function.NAME.User</c> for the worker's. Thread-safe.
/// </summary>
internal sealed class FunctionLog(Terminal terminal, LogLevels levels)
{
    private readonly ConcurrentDictionary<string, string> functions = new();

    public void Began(string invocationId, string function) => functions[invocationId] = function;

    public void Ended(string invocationId) => functions.TryRemove(invocationId, out _);

    /// <summary>A line of the host about an invocation.</summary>
    public void Write(LogLevel level, string function, string text)
    {
        if (levels.Show(level, $"Function.{function}"))
            terminal.Write(level, function, text);
    }

    /// <summary>A line of the worker.</summary>
    public void Write(RpcLog log)
    {
        var level = (LogLevel)(int)log.Level;
        var function = functions.GetValueOrDefault(log.InvocationId);
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric
            || !levels.Show(level, function is null ? log.Category : $"Function.{function}.User"))
            return;
        var text = log.Exception is { } exception
            ? $"{log.Message}{Environment.NewLine}{exception.Type}: {exception.Message}{Environment.NewLine}{exception.StackTrace}"
            : log.Message;
        terminal.Write(level, function ?? "worker", text);
    }
}
