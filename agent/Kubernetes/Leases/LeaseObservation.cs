namespace Pdp.Kubernetes.Leases;

/// <summary>
/// What has been seen of a lease, and when by our own monotonic clock. A lease has run out when it has not changed before our eyes for as
/// long as its holder asked for; the times written in it, which are the holder's clock, decide nothing.
/// </summary>
/// <param name="Record">As last seen; null when there is no lease.</param>
/// <param name="SeenAt">When it was first seen so, on a monotonic clock.</param>
internal sealed record LeaseObservation(LeaseRecord? Record, TimeSpan SeenAt)
{
    public LeaseObservation See(LeaseRecord? record, TimeSpan now) =>
        record is not null && record == Record ? this : new LeaseObservation(record, now);

    public LeaseMove MoveOf(string identity, TimeSpan now) => Record switch
    {
        null => LeaseMove.Create,
        { Holder: "" } => LeaseMove.Take,
        _ when Record.Holder == identity => LeaseMove.Renew,
        _ when now - SeenAt > TimeSpan.FromSeconds(Record.DurationSeconds) => LeaseMove.Take,
        _ => LeaseMove.Wait,
    };

    /// <summary>How long until it may be taken if it stays as it is; zero when that is now.</summary>
    public TimeSpan FreeIn(string identity, TimeSpan now)
    {
        if (MoveOf(identity, now) != LeaseMove.Wait) return TimeSpan.Zero;
        // Timers count milliseconds, and it has run out when more than its duration has passed.
        return SeenAt + TimeSpan.FromSeconds(Record!.DurationSeconds) - now + TimeSpan.FromMilliseconds(1);
    }
}

/// <summary>What to do about a lease.</summary>
internal enum LeaseMove
{
    /// <summary>There is none yet: make it.</summary>
    Create,

    /// <summary>Nobody holds it, or its holder has gone silent: take it.</summary>
    Take,

    /// <summary>It is ours: renew it.</summary>
    Renew,

    /// <summary>Somebody holds it: stand by.</summary>
    Wait,
}
