namespace Pdp.Kubernetes.Leases;

/// <summary>A time of leading, from taking the lease to losing or giving it back.</summary>
public sealed class LeadershipTerm
{
    private readonly TimeProvider _time;
    private long _validUntil;
    private volatile bool _isUnsettled;

    internal LeadershipTerm(LeaseRecord record, TimeProvider time) =>
        (Identity, Transitions, FencingToken, _time) = (record.Holder, record.Transitions, record.FencingToken, time);

    /// <summary>Who leads.</summary>
    public string Identity { get; }

    /// <summary>How often the lease has changed hands; grows with every term of anybody.</summary>
    public int Transitions { get; }

    /// <summary>
    /// What this leader's writes are made under: <c>transitions/identity</c> of the first of a row of leaders who each gave the lease back
    /// with nothing under way. A leader that takes over from one that died has another, and whatever still carries the old one may yet be
    /// changed by a write of that one which comes late.
    /// </summary>
    public string FencingToken { get; }

    /// <summary>
    /// Whether the lease is ours right now, by this process's own monotonic clock: ask before a write that must not be made by two.
    /// Nobody else can hold it before this has been false for the difference of lease duration and renew deadline.
    /// </summary>
    public bool IsHeld => _time.GetTimestamp() < Volatile.Read(ref _validUntil);

    /// <summary>
    /// Tells that a write of this term was sent and never answered: it may still land, so whoever leads next gets another
    /// <see cref="FencingToken"/>, even if the lease is given back.
    /// </summary>
    public void LeaveUnsettled() => _isUnsettled = true;

    internal bool IsSettled => !_isUnsettled;

    /// <summary>How long it is ours without another renewal; zero when it is not.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            var (now, until) = (_time.GetTimestamp(), Volatile.Read(ref _validUntil));
            return until > now ? _time.GetElapsedTime(now, until) : TimeSpan.Zero;
        }
    }

    internal void HoldUntil(long timestamp) => Volatile.Write(ref _validUntil, timestamp);

    internal void End() => HoldUntil(long.MinValue);
}
