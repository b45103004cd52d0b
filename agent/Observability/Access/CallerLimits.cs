namespace Pdp.Observability.Access;

/// <summary>How much each caller asks: how often, how much at once, how many streams. Callers are told apart by their token's subject.</summary>
internal sealed class CallerLimits(AccessOptions options, TimeProvider time)
{
    private const int ManyCallers = 1000;
    private static readonly TimeSpan ShortWhile = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongerWhile = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();
    private int _streams;

    /// <summary>Lets a request in; to be disposed of when it has been answered.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="streams">Whether its answer is a stream.</param>
    /// <exception cref="ApiProblemException">A limit is reached: 429 with when to come again.</exception>
    public IDisposable Enter(Caller caller, bool streams)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_started);
            var share = ShareOf(caller.Claims.Sub, now);
            if (share.Requests.Take(now) is { } wait) throw Limit($"At most {options.RequestsPerMinute} requests a minute.", wait);
            if (!streams && share.Running >= options.Concurrency) throw Limit($"At most {options.Concurrency} requests at the same time.", ShortWhile);
            if (streams && share.Streams >= options.Streams) throw Limit($"At most {options.Streams} streams at the same time; close one.", LongerWhile);
            if (streams && _streams >= options.StreamsInAll) throw Limit("All streams of this plane are taken.", LongerWhile);
            Count(share, streams, 1);
        }
        return new Visit(this, caller.Claims.Sub, streams);
    }

    private void Leave(string caller, bool streams)
    {
        lock (_lock) Count(_shares[caller], streams, -1);
    }

    private void Count(Share share, bool streams, int by)
    {
        if (streams) (share.Streams, _streams) = (share.Streams + by, _streams + by);
        else share.Running += by;
    }

    private Share ShareOf(string caller, TimeSpan now)
    {
        if (_shares.TryGetValue(caller, out var share)) return share;
        if (_shares.Count >= ManyCallers) ForgetIdle(now);
        return _shares[caller] = new Share(new TokenBucket(options.RequestsPerMinute / 60.0, options.Burst, now));
    }

    private void ForgetIdle(TimeSpan now)
    {
        foreach (var (caller, share) in _shares)
        {
            if (share is { Running: 0, Streams: 0 } && share.Requests.IsFull(now)) _shares.Remove(caller);
        }
    }

    private static ApiProblemException Limit(string detail, TimeSpan wait) => new(ApiProblem.TooMany(detail, wait));

    private sealed class Share(TokenBucket requests)
    {
        public TokenBucket Requests { get; } = requests;

        public int Running { get; set; }

        public int Streams { get; set; }
    }

    private sealed class Visit(CallerLimits limits, string caller, bool streams) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) limits.Leave(caller, streams);
        }
    }
}
