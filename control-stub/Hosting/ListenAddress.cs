using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pdp.ControlStub.Hosting;

/// <summary>Where a listener listens: <c>https://127.0.0.1:8443</c>, <c>http://localhost:8080</c>, <c>https://*:0</c>. Port 0 takes a free one.</summary>
/// <param name="Host">An IP address; null for every address.</param>
/// <param name="Port">The port.</param>
/// <param name="Https">Whether it speaks TLS.</param>
internal sealed record ListenAddress(IPAddress? Host, int Port, bool Https)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Host is not null && IPAddress.IsLoopback(Host);

    /// <summary>Reads an address; null, with the rule it breaks, when it is none.</summary>
    /// <param name="text">A URL, or host and port alone.</param>
    /// <param name="rule">What it must be.</param>
    public static ListenAddress? Parse(string text, out string rule)
    {
        rule = "must be like https://127.0.0.1:8443: http or https, an IP address, localhost or *, and a port (0 takes a free one)";
        var (scheme, rest) = text.Split("://", 2) is [var s, var r] ? (s, r) : (null, text);
        rest = rest.TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon < 1 || scheme is not (null or "http" or "https"))
            return null;
        if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
            return null;
        var host = rest[..colon].Trim('[', ']');
        IPAddress? address = null;
        if (host == "localhost")
            address = IPAddress.Loopback;
        else if (host is not ("*" or "+") && !IPAddress.TryParse(host, out address))
            return null;
        var wanted = new ListenAddress(address, port, scheme is "https");
        // Without a scheme the safe one, but for a person's own machine, where a browser would only warn of our certificate.
        return scheme is null ? wanted with { Https = !wanted.IsLoopback } : wanted;
    }

    /// <summary>Makes Kestrel listen there.</summary>
    public void Apply(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Host is null)
            kestrel.ListenAnyIP(Port, configure);
        else
            kestrel.Listen(Host, Port, configure);
    }
}
