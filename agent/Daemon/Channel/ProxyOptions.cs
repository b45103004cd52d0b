namespace Pdp.Daemon.Channel;

/// <summary>Which HTTP proxy the agent dials through. All of it may hold credentials: never logged.</summary>
internal sealed class ProxyOptions
{
    /// <summary>An explicit proxy, <c>http://user:password@host:port</c>; used for every dial, whatever the environment says.</summary>
    public string? Url { get; set; }

    /// <summary>A file with <c>user:password</c>, which go before those of a URL; null when there is none.</summary>
    public string? CredentialsFile { get; set; }

    /// <summary>The value of <c>HTTPS_PROXY</c>; used without <see cref="Url"/>, unless <see cref="NoProxy"/> names the server.</summary>
    public string? HttpsProxy { get; set; }

    /// <summary>The value of <c>NO_PROXY</c>: see <see cref="Dialling.NoProxyList"/>.</summary>
    public string? NoProxy { get; set; }
}
