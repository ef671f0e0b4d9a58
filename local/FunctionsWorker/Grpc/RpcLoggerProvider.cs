using FunctionsProtocol;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Grpc;

/// <summary>Sends log lines to the host, each with the invocation that wrote it.</summary>
internal sealed class RpcLoggerProvider(Outbox outbox) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RpcLogger(categoryName, outbox);

    public void Dispose()
    {
    }

    private sealed class RpcLogger(string category, Outbox outbox) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var log = new RpcLog
            {
                Category = category,
                Level = (RpcLog.Types.Level)logLevel,
                LogCategory = RpcLog.Types.RpcLogCategory.User,
                Message = formatter(state, exception),
                EventId = eventId.ToString(),
                InvocationId = InvocationContext.Current?.InvocationId ?? "",
            };
            if (exception is not null)
                log.Exception = RpcExceptions.From(exception);
            outbox.TrySend(new StreamingMessage { RpcLog = log });
        }
    }
}
