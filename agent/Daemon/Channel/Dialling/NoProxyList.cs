using System.Net;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>
/// Hosts that are reached without a proxy, as <c>NO_PROXY</c> lists them: names (their subdomains included), <c>.domains</c>,
/// addresses, CIDR ranges, or <c>*</c> for all; separated by commas or white space, each but a range with an optional port.
/// </summary>
internal sealed class NoProxyList(string? list)
{
    private readonly string[] _entries =
        (list ?? "").Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a host is reached directly.</summary>
    public bool Contains(Uri uri) => Array.Exists(_entries, entry => Matches(entry, uri));

    private static bool Matches(string entry, Uri uri)
    {
        if (entry == "*") return true;
        var host = uri.IdnHost.Trim('[', ']').TrimEnd('.');
        if (entry.Contains('/'))
            return IPNetwork.TryParse(entry, out var range) && IPAddress.TryParse(host, out var member) && range.Contains(member);
        var (name, port) = Split(entry);
        if (port is not null && port != uri.Port) return false;
        if (IPAddress.TryParse(name, out var address)) return IPAddress.TryParse(host, out var other) && address.Equals(other);
        var domain = name.TrimStart('*').TrimStart('.').TrimEnd('.');
        return domain.Length > 0
            && (host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));
    }

    // A bare IPv6 address is all colons and has no port; with one it stands in brackets.
    private static (string Name, int? Port) Split(string entry)
    {
        if (entry.StartsWith('[') && entry.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            return (entry[1..end], int.TryParse(entry[(end + 1)..].TrimStart(':'), out var bracketed) ? bracketed : null);
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon == entry.LastIndexOf(':') && int.TryParse(entry[(colon + 1)..], out var port)
            ? (entry[..colon], port)
            : (entry, null);
    }
}
