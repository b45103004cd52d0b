using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>Keeps what was logged, to be shown when a test fails.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var trace = exception is null ? "" : $"\n{exception}";
        _lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)}{trace}");
    }

    public bool Contains(string text) => _lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose()
    {
    }
}
