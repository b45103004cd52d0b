namespace Pdp.Kubernetes.Leases;

/// <summary>A time of leading, from taking the lease to losing or giving it back.</summary>
public sealed class LeadershipTerm
{
    private readonly TimeProvider _time;
    private long _validUntil;

    internal LeadershipTerm(string identity, int transitions, TimeProvider time) =>
        (Identity, Transitions, _time) = (identity, transitions, time);

    /// <summary>Who leads.</summary>
    public string Identity { get; }

    /// <summary>How often the lease has changed hands; grows with every term of anybody.</summary>
    public int Transitions { get; }

    /// <summary>Names this tenure: it changes whenever somebody else, or nobody, has held the lease in between.</summary>
    public string FencingToken => $"{Transitions}/{Identity}";

    /// <summary>
    /// Whether the lease is ours right now, by this process's own monotonic clock: ask before a write that must not be made by two.
    /// Nobody else can hold it before this has been false for the difference of lease duration and renew deadline.
    /// </summary>
    public bool IsHeld => _time.GetTimestamp() < Volatile.Read(ref _validUntil);

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
