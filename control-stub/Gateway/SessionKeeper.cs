using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// Says in the store that this process lives, and at last that it is over; frees the seats of those that do not, and looks again at what this process's sessions
/// owe whenever changes may have been missed. What fails is tried again with the next tick.
/// </summary>
internal sealed partial class SessionKeeper(SessionContext context, ILogger<SessionKeeper> logger) : BackgroundService
{
    // A store that is away does not hold up the end.
    private static readonly TimeSpan _endLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);

    // Long after it was taken for dead, so that a process that was cut off for a while finds its seats as it left them.
    private static readonly TimeSpan _expireAfter = ISessionStore.Lease * 4;

    private readonly SessionDirectory _directory = context.Directory;
    private readonly ISessionStore _sessions = context.Store.Sessions;
    private int _reviewed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_tick, context.Time);
        long? renewed = null;
        try
        {
            do
            {
                if (renewed is null || context.Time.GetElapsedTime(renewed.Value) >= ISessionStore.RenewEvery)
                    renewed = await TryAsync(RenewAsync, stoppingToken) ? context.Time.GetTimestamp() : renewed;
                if (_directory.ReviewsDue > _reviewed)
                    await TryAsync(ReviewAsync, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }

        await TryAsync(stop => _sessions.EndAsync(_directory.Process, stop).WaitAsync(_endLimit, context.Time, stop), CancellationToken.None);
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        await _sessions.RenewAsync(_directory.Process, now, cancellationToken);
        var lost = await _sessions.ExpireAsync(
            now - _expireAfter, seat => Happenings.Disconnected(seat.Plane, seat.SessionId, "processLost", now), cancellationToken);
        if (lost > 0)
            LogExpired(lost);
    }

    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        var due = _directory.ReviewsDue;
        var seated = (await _sessions.ListAsync(_directory.Process, cancellationToken)).Select(s => s.SessionId).ToHashSet();
        foreach (var session in _directory.All.Where(s => s.Seat > 0 && !seated.Contains(s.Id)))
            await ReclaimAsync(session, cancellationToken);
        foreach (var owed in (await context.Store.Intents.UnansweredAsync(_directory.Process, cancellationToken)).GroupBy(u => u.Plane, u => u.Id))
            foreach (var session in _directory.Of(owed.Key))
                session.Owe(owed);
        _reviewed = due;
        LogReviewed(seated.Count);
    }

    private async Task ReclaimAsync(AgentSession session, CancellationToken cancellationToken)
    {
        if (!await _sessions.ReclaimAsync(new SeatRecord(session.Plane, session.Id, session.Seat), _directory.Process, cancellationToken))
            session.End(SessionEnd.By(await LostToAsync(session, cancellationToken)));
        // It may have left, and freed the seat, just before it was reclaimed.
        else if (!_directory.Of(session.Plane).Contains(session))
            await _sessions.LeaveAsync(session.Plane, session.Id, context.Time.GetUtcNow(), [], cancellationToken);
    }

    private async Task<GoodbyeReason> LostToAsync(AgentSession session, CancellationToken cancellationToken) =>
        await context.Store.Certificates.FindAsync(session.Credential.Serial, cancellationToken) is { RevokedAt: null }
            ? GoodbyeReason.Replaced
            : GoodbyeReason.Revoked;

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // The store may be away for a while; the next tick tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(e);
            return false;
        }
    }

    [LoggerMessage(2040, LogLevel.Warning, "The seats of {Count} sessions were freed: their process is gone")]
    private partial void LogExpired(int count);

    [LoggerMessage(2021, LogLevel.Information, "Changes may have been missed: what {Count} sessions owe was read again")]
    private partial void LogReviewed(int count);

    [LoggerMessage(2022, LogLevel.Warning, "The sessions of this process could not be kept in the store; trying again")]
    private partial void LogFailed(Exception error);
}
