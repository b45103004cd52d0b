namespace Pdp.Protocol.Intents;

/// <summary>Something outside the data plane that a proxy component stands for: a <see cref="Url"/>, or a host and a port.</summary>
public sealed record ProxySpec
{
    /// <summary>Its address, <c>http://</c> or <c>https://</c>; null when <see cref="Host"/> says it.</summary>
    public string? Url { get; init; }

    /// <summary>Its host name or IP address; null when <see cref="Url"/> says it.</summary>
    public string? Host { get; init; }

    /// <summary>Its port, 1..65535; required beside <see cref="Host"/>.</summary>
    public int? Port { get; init; }

    /// <summary>Whether it is spoken to over TLS; an <c>https</c> address says so by itself.</summary>
    public bool Tls { get; init; }
}
