using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Events;

/// <summary>
/// Reads events for somebody who stays: what he may see is looked up each time, so that a token that is revoked, or a grant that is taken,
/// counts for the next event already.
/// </summary>
internal sealed class EventReader(IEventLog log, EventFilter filter, AccessTokens tokens, Caller caller)
{
    /// <summary>A filter that leaves out what a caller may not see.</summary>
    public static EventFilter Within(EventFilter filter, Caller caller) =>
        filter with { Within = caller.Access.Within(OperatorAction.ViewEvents) };

    /// <summary>The newest number given out; null when he may see nothing any more.</summary>
    public async Task<long?> NewestAsync(CancellationToken cancellationToken) => (await ReadAsync(long.MaxValue, 1, cancellationToken))?.Newest;

    /// <summary>Events after a number; null when he may see nothing any more.</summary>
    public async Task<EventPage?> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        await NowAsync(cancellationToken) is { } now ? await log.ReadAsync(after, Within(filter, now), limit, cancellationToken) : null;

    /// <summary>Waits until there may be events after a number.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken) => log.WaitAsync(after, cancellationToken);

    /// <summary>Whether he may still see anything.</summary>
    public async Task<bool> IsAllowedAsync(CancellationToken cancellationToken) => await NowAsync(cancellationToken) is not null;

    private async Task<Caller?> NowAsync(CancellationToken cancellationToken) =>
        await tokens.AgainAsync(caller, cancellationToken) is { } now && now.Access.AllowsSomewhere(OperatorAction.ViewEvents) ? now : null;
}
