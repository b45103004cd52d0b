using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// When a store may be called: so often a second at most, and not before the time it asked to be left alone until. After some failures in a
/// row values are asked for only now and then, until one is had or the store tells versions again. Safe for any number of threads.
/// </summary>
internal sealed class StoreGate(int callsPerSecond, TimeProvider time, Chance chance)
{
    private const int FailuresToClose = 5;
    private const int MostDoublings = 4;
    private static readonly TimeSpan _burst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1) / callsPerSecond;
    private DateTimeOffset _nextTurn;
    private DateTimeOffset _leftAloneUntil;
    private DateTimeOffset _closedUntil;
    private string _why = "";
    private int _failures;

    /// <summary>Waits for a turn to ask for versions.</summary>
    /// <exception cref="SecretStoreUnavailableException">The store asked to be left alone for longer.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => EnterAsync(forValue: false, cancellationToken);

    /// <summary>Waits for a turn to ask for a value.</summary>
    /// <exception cref="SecretStoreUnavailableException">The store asked to be left alone, or fails and is spared.</exception>
    public Task EnterForValueAsync(CancellationToken cancellationToken) => EnterAsync(forValue: true, cancellationToken);

    /// <summary>The store answered.</summary>
    public void Answered()
    {
        lock (_lock) (_failures, _closedUntil) = (0, default);
    }

    /// <summary>The store did not answer.</summary>
    public void Failed(SecretStoreUnavailableException failure)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _why = failure.Message;
            if (failure.RetryAfter is { } alone && now + alone > _leftAloneUntil) _leftAloneUntil = now + alone;
            if (++_failures < FailuresToClose) return;
            var pause = _firstPause * Math.Pow(2, Math.Min(_failures - FailuresToClose, MostDoublings));
            _closedUntil = now + (pause * (0.9 + (chance() / 5)));
        }
    }

    private async Task EnterAsync(bool forValue, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var until = forValue && _closedUntil > _leftAloneUntil ? _closedUntil : _leftAloneUntil;
            if (until > now) throw new SecretStoreUnavailableException(_why, until - now);
            // One goes through; if that fails too the next waits longer, and meanwhile nobody else tries.
            if (forValue && _failures >= FailuresToClose) _closedUntil = now + _firstPause;
            // Turns nobody took within the last second can be taken now.
            var turn = _nextTurn > now - _burst ? _nextTurn : now - _burst;
            _nextTurn = turn + _spacing;
            wait = turn - now;
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }
}
