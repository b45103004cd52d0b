using System.Net;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>What a proxy stands for.</summary>
/// <param name="Host">Its host name in lower case, or its IP address.</param>
/// <param name="Port">Its port, 1..65535.</param>
/// <param name="IsTls">Whether it is spoken to over TLS.</param>
/// <param name="Path">Path prefix of its address; empty when it has none.</param>
internal sealed record ProxyTarget(string Host, int Port, bool IsTls, string Path)
{
    private const int AddressBytesV6 = 16;
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>Its IP address; null when it has a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host, out var address) ? address : null;

    /// <summary>Its address for callers.</summary>
    /// <param name="scheme">How the endpoint is spoken to.</param>
    /// <param name="basePath">Path prefix of the endpoint; null when it has none.</param>
    public string UrlOf(string scheme, string? basePath)
    {
        var host = Address is { } address && IsV6(address) ? $"[{Host}]" : Host;
        return $"{scheme}://{host}:{Port}{Path}{basePath}";
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null when it leads nowhere: no host, or one that only means something on a node or inside the cluster.</returns>
    public static ProxyTarget? Of(ProxySpec proxy)
    {
        if (proxy.Url is null)
            return proxy.Host is { } host && Canonical(host) is { } known ? new ProxyTarget(known, proxy.Port ?? 0, proxy.Tls, "") : null;
        if (!Uri.TryCreate(proxy.Url, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return null;
        var isTls = url.Scheme == Uri.UriSchemeHttps;
        return Canonical(url.IdnHost) is { } name ? new ProxyTarget(name, url.Port, isTls, url.AbsolutePath.TrimEnd('/')) : null;
    }

    /// <summary>Whether an address is one of IPv6.</summary>
    public static bool IsV6(IPAddress address) => address.GetAddressBytes().Length == AddressBytesV6;

    private static string? Canonical(string host) =>
        IPAddress.TryParse(host, out var address)
            ? IsOutside(address) && IsPlain(host, address) ? address.ToString() : null
            : IsName(host) && !IsOfCluster(host) ? host.ToLowerInvariant() : null;

    // "1" and "0x7f.1" are addresses to some readers and names to others.
    private static bool IsPlain(string host, IPAddress address) =>
        IsV6(address) || address.ToString() == host;

    // Addresses that mean another machine to everybody who asks (Kubernetes refuses the same in an EndpointSlice).
    private static bool IsOutside(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var first = plain.GetAddressBytes();
        var isLinkLocal = plain.IsIPv6LinkLocal || (!IsV6(plain) && first[0] == 169 && first[1] == 254);
        var isMulticast = plain.IsIPv6Multicast || (!IsV6(plain) && first[0] >= 224);
        return !IPAddress.IsLoopback(plain) && !isLinkLocal && !isMulticast && first.Any(part => part != 0);
    }

    private static bool IsName(string host) =>
        host.Length <= LongestName
        && host.Split('.').All(label => label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
            && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        && !char.IsAsciiDigit(host[host.LastIndexOf('.') + 1]);

    // A name of the cluster would be a way past the network policies of whoever has it.
    internal static bool IsOfCluster(string host) =>
        host.ToLowerInvariant().Split('.') is var labels
        && (labels is [.., "localhost"] || labels.Length == 1 || labels[^1] == "svc" || labels is [.., "cluster", "local"]
            || labels.Skip(1).Contains("svc"));
}
