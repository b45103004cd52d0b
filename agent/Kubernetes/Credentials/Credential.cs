using System.Net.Security;

namespace Pdp.Kubernetes.Credentials;

/// <summary>Who we are, ready for one request. Never prints the token.</summary>
/// <param name="token">Bearer token; none when null.</param>
/// <param name="certificate">Client certificate with its chain; none when null. The same instance as long as it has not changed.</param>
internal sealed class Credential(string? token, SslStreamCertificateContext? certificate)
{
    public static Credential Anonymous { get; } = new(null, null);

    public string? Token { get; } = token;

    public SslStreamCertificateContext? Certificate { get; } = certificate;

    /// <inheritdoc/>
    public override string ToString() => $"token: {(Token is null ? "no" : "yes")}, certificate: {Certificate?.TargetCertificate.Subject ?? "no"}";
}
