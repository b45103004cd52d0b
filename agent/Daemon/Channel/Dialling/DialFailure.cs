namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Why a dial came to nothing. A closed list: logs and metrics use these names.</summary>
internal enum DialFailure
{
    /// <summary>The name of the server or proxy is not known to DNS.</summary>
    NameNotResolved,

    /// <summary>No TCP connection to the server or proxy.</summary>
    Unreachable,

    /// <summary>Not connected within the time limit.</summary>
    TimedOut,

    /// <summary>The proxy did not open a tunnel.</summary>
    ProxyRefused,

    /// <summary>The server's certificate is not what is pinned.</summary>
    ServerNotTrusted,

    /// <summary>TLS failed in another way.</summary>
    TlsFailed,

    /// <summary>The certificate, or the token for one, is not, or no longer, accepted.</summary>
    CredentialRefused,

    /// <summary>This agent's identity cannot be stored, and without that nothing is asked for.</summary>
    IdentityNotStored,

    /// <summary>HTTP 429 or 503: come back later.</summary>
    ServerBusy,

    /// <summary>The server speaks none of this agent's protocol versions.</summary>
    NoCommonProtocol,

    /// <summary>Any other answer than an upgrade.</summary>
    UnexpectedAnswer,
}
