using Dapper;
using Npgsql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>
/// Hears of changes on a connection of its own. When that is lost it is made again, and everybody is told that changes may have been
/// missed; so it is with a first connection.
/// </summary>
internal sealed partial class PostgresChangeListener : IAsyncDisposable
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;

    /// <summary>Begins to listen.</summary>
    public PostgresChangeListener(NpgsqlDataSource source, TimeProvider time, ILogger logger)
    {
        (_source, _time, _logger) = (source, time, logger);
        _loop = Task.Run(ListenAsync);
    }

    /// <summary>What is heard.</summary>
    public ChangeBroadcast Changes { get; } = new();

    /// <summary>Done once it listens for the first time.</summary>
    public Task Listening => _listening.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var pause = _firstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await HearAsync(() => pause = _firstPause);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever broke the connection, it is made again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogLost(e, pause.TotalSeconds);
            }

            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private async Task HearAsync(Action listening)
    {
        await using var connection = await _source.OpenConnectionAsync(_stop.Token);
        connection.Notification += (_, e) => Changes.Tell(ChangeMessages.Read(e.Payload));
        await connection.ExecuteAsync($"listen {ChangeMessages.Channel}");
        // Only now: what changed before this moment and was not heard is found by looking again.
        Changes.Tell(new StoreChange.Interrupted());
        listening();
        _listening.TrySetResult();
        LogListening();
        while (true)
            await connection.WaitAsync(_stop.Token);
    }

    [LoggerMessage(120, LogLevel.Information, "Listening for changes of other processes")]
    private partial void LogListening();

    [LoggerMessage(121, LogLevel.Warning, "The connection for changes was lost; making it again in {Seconds} s")]
    private partial void LogLost(Exception error, double seconds);
}
