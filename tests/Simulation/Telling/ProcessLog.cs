using Microsoft.Extensions.Logging;

namespace Pdp.Simulation.Telling;

/// <summary>
/// The log of one process, shown to who replays a seed. Errors are counted always: the product logs them only where it met a defect of its own.
/// </summary>
internal sealed class ProcessLog(Chronicle chronicle, string actor) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || chronicle.Reader is not null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error) chronicle.Count($"error {eventId.Name}");
        // Not part of the hash: what is logged holds ids that are no seed's.
        chronicle.Reader?.Invoke($"    {actor} {logLevel} {eventId.Name}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
    }

    public void Dispose()
    {
    }
}
