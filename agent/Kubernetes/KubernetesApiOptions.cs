using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes;

/// <summary>How the client behaves.</summary>
public sealed record KubernetesApiOptions
{
    /// <summary>Sent as <c>User-Agent</c>; the server's audit log shows it.</summary>
    public string UserAgent { get; init; } = "pdp-kubernetes";

    /// <summary>
    /// Requests in flight at once, 1 to 256; more wait their turn. Watches and logs do not count. An API server levels off at 8 to 16.
    /// </summary>
    public int MaxConcurrency { get; init; } = 12;

    /// <summary>One attempt to read one object, write or delete, 100 ms to 10 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One attempt to read a page of a list or discovery, 100 ms to 10 min.</summary>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One attempt to open a connection, 100 ms to 2 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After this much silence on an HTTP/2 connection the server is asked for a sign of life, 1 s to 10 min. A connection that died without
    /// a word is noticed within this and <see cref="PingTimeout"/>.
    /// </summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the server has for a sign of life, 1 s to 2 min.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The shortest time a watch asks to last, up to twice as long by chance; 1 s to 1 h. The server may end it earlier.</summary>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts of a request that may be repeated, 1 to 20.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>From the first attempt on, none begins later than this; 0 to 10 min.</summary>
    public TimeSpan MaxRetryTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first pause is by chance from nothing up to this, each next one up to twice the one before; 1 ms to 1 min.</summary>
    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>No pause is longer than this unless the server asks for it; from <see cref="RetryBaseDelay"/> to 5 min.</summary>
    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told of every attempt that failed and will be repeated, to log it; must not throw. Nobody when null.</summary>
    public Action<RetryNotice>? Retrying { get; init; }

    /// <summary>Largest answer, bytes after decompression, 1 KiB to 1 GiB. A page of a list must fit.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest single event of a watch, bytes, 1 KiB to 1 GiB.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Deepest nesting of an answer, 16 to 1000. Schemas of custom resources nest deeply.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>An unknown kind is asked for no more often than this, 0 to 10 min.</summary>
    public TimeSpan DiscoveryRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What discovery said is asked again after this, 1 s to 24 h.</summary>
    public TimeSpan DiscoveryLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(UserAgent)) problems.Add("UserAgent: must not be empty.");
        Range(MaxConcurrency, 1, 256, nameof(MaxConcurrency));
        Range(RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(RequestTimeout));
        Range(ListTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(ListTimeout));
        Range(ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2), nameof(ConnectTimeout));
        Range(PingDelay, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(PingDelay));
        Range(PingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), nameof(PingTimeout));
        Range(WatchDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(WatchDuration));
        Range(MaxAttempts, 1, 20, nameof(MaxAttempts));
        Range(MaxRetryTime, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(MaxRetryTime));
        Range(RetryBaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(RetryBaseDelay));
        Range(RetryMaxDelay, RetryBaseDelay, TimeSpan.FromMinutes(5), nameof(RetryMaxDelay));
        Range(MaxResponseBytes, 1024, 1 << 30, nameof(MaxResponseBytes));
        Range(MaxEventBytes, 1024, 1 << 30, nameof(MaxEventBytes));
        Range(MaxDepth, 16, 1000, nameof(MaxDepth));
        Range(DiscoveryRetry, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(DiscoveryRetry));
        Range(DiscoveryLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), nameof(DiscoveryLifetime));
        return problems;

        void Range<T>(T value, T least, T most, string name) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) problems.Add($"{name}: must be from {least} to {most}.");
        }
    }
}
