using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>Every log line of every level, with its fields and whatever exceptions say.</summary>
internal sealed class EverythingLogged : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        _lines.Enqueue($"{formatter(state, exception)} {fields} {exception}");
    }

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose()
    {
    }
}
