namespace Pdp.Daemon.Channel;

/// <summary>How the agent reaches its control plane. Every limit has its default and range beside it; all are checked at start.</summary>
internal sealed class ChannelOptions
{
    /// <summary>Name of this agent process in the server's logs; 1..253 characters.</summary>
    public string AgentId { get; set; } = "";

    /// <summary>Version of this agent; 1..253 characters.</summary>
    public string AgentVersion { get; set; } = "";

    /// <summary>Where the observability API is reached from outside the cluster; null when it is not.</summary>
    public Uri? ObserveUrl { get; set; }

    /// <summary>How this agent introduces itself over HTTP.</summary>
    public string UserAgent => $"pdp-agent/{AgentVersion}";

    /// <summary>Which proxy, if any.</summary>
    public ProxyOptions Proxy { get; set; } = new();

    /// <summary>For the connection, TLS and the upgrade together; a server with many agents makes a dial wait in line. 1 s..5 min.</summary>
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>From <c>hello</c> to <c>welcome</c>. 1 s..5 min.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the connection to take one frame. 1 s..10 min.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For goodbyes, before the connection is cut. 100 ms..1 min.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the WebSocket itself shows intermediaries that it is in use. 1 s..5 min.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Least cap of a delay before dialling again; it grows as the trouble lasts. 100 ms..1 min.</summary>
    public TimeSpan ReconnectMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Cap of every delay before dialling again. 1 s..1 h, not below <see cref="ReconnectMin"/>.</summary>
    public TimeSpan ReconnectMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Least time between two status batches; more conflates more. 0..1 min.</summary>
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most bytes of intents taken and not yet stored; the agent reads no further until there is room. 2 MiB..1 GiB.</summary>
    public long PendingBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Most intents being stored at once. An API server levels off at 8 to 16. 1..256.</summary>
    public int ParallelIntents { get; set; } = 16;

    /// <summary>First delay before an intent is offered to a cluster that could not be written, again; doubles. 10 ms..1 min.</summary>
    public TimeSpan StoreRetryMin { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Cap of that delay. 100 ms..10 min, not below <see cref="StoreRetryMin"/>.</summary>
    public TimeSpan StoreRetryMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For one answer to the server. 1 s..5 min.</summary>
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
