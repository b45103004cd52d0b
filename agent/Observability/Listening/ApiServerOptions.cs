using System.Net;

namespace Pdp.Observability.Listening;

/// <summary>Where the API listens.</summary>
/// <param name="Listen">Address and port; port 0 takes a free one.</param>
/// <param name="Certificate">What it shows.</param>
public sealed record ApiServerOptions(IPEndPoint Listen, CertificateFiles Certificate)
{
    /// <summary>Most connections at the same time.</summary>
    public int Connections { get; init; } = 1000;
}
