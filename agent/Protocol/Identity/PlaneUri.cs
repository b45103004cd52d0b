using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Protocol.Identity;

/// <summary>
/// A plane's identity: <c>spiffe://trust-domain/plane/id</c>, the one name in its certificate. It has one spelling; whatever a second
/// reader might take for another name (upper case, escapes, a port, a query) is none.
/// </summary>
public sealed record PlaneUri
{
    /// <summary>The trust domain of a control plane that was given no other.</summary>
    public const string DefaultTrustDomain = "pdp";

    private const string Scheme = "spiffe://";
    private const string Path = "/plane/";

    private PlaneUri(string trustDomain, string planeId) => (TrustDomain, PlaneId) = (trustDomain, planeId);

    /// <summary>Whose planes: 1..253 of a-z, 0-9, <c>.</c> and <c>-</c>, a letter or digit at both ends of each part.</summary>
    public string TrustDomain { get; }

    /// <summary>The plane, a DNS label.</summary>
    public string PlaneId { get; }

    /// <summary>The identity of a plane.</summary>
    /// <exception cref="ArgumentException">The trust domain or the plane is not well formed.</exception>
    public static PlaneUri Of(string trustDomain, string planeId) =>
        TryParse($"{Scheme}{trustDomain}{Path}{planeId}", out var uri) && uri.PlaneId == planeId
            ? uri
            : throw new ArgumentException($"must be a trust domain and a plane's id, both in lower case", nameof(planeId));

    /// <summary>Whether a text can be a trust domain.</summary>
    public static bool IsTrustDomain(string text) =>
        text.Length is >= 1 and <= ProtocolLimits.NameChars && text.Split('.').All(part => !FieldRules.Id("", part).Any());

    /// <summary>Reads the one spelling; false for every other text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PlaneUri? uri)
    {
        uri = null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf(Path, StringComparison.Ordinal);
        if (slash < 0) return false;
        var (domain, plane) = (rest[..slash], rest[(slash + Path.Length)..]);
        if (!IsTrustDomain(domain) || FieldRules.Id("", plane).Any()) return false;
        uri = new PlaneUri(domain, plane);
        return true;
    }

    /// <summary>The identity a certificate speaks for; false when its alternative names are not exactly one plane's URI.</summary>
    public static bool TryRead(X509Certificate2 certificate, [NotNullWhen(true)] out PlaneUri? uri)
    {
        uri = null;
        return AlternativeName.TryRead(certificate.Extensions, out var name) && TryParse(name, out uri);
    }

    /// <summary>The URI.</summary>
    public override string ToString() => $"{Scheme}{TrustDomain}{Path}{PlaneId}";
}
