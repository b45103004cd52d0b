using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Identity;

/// <summary>
/// What an agent believes, as a whole: the keys that may sign intents and tokens, and how the server is known. Signed as a JWS by a key
/// the agent believes already; of what a bootstrap bundle says it takes the place.
/// </summary>
/// <param name="Version">Rises with each change; 1 or more. The bundle's own content counts as 0.</param>
/// <param name="PlaneId">The plane it is for, a DNS label.</param>
/// <param name="SigningKeys">The keys that may sign intents, 1..<see cref="ProtocolLimits.Keys"/>.</param>
/// <param name="TokenKeys">The keys that may sign tokens for the observability API, 0..<see cref="ProtocolLimits.Keys"/>.</param>
/// <param name="IssuedAt">When it was signed, UTC.</param>
/// <param name="CaCertificate">One or more PEM certificates of the authorities that may have issued the server's.</param>
/// <param name="PublicKeyPins">Pins <c>sha256/…</c> of public keys, one of which the server or an authority above it must have.</param>
public sealed record TrustDocument(
    long Version,
    string PlaneId,
    IReadOnlyList<JsonWebKey> SigningKeys,
    IReadOnlyList<JsonWebKey> TokenKeys,
    DateTimeOffset IssuedAt,
    string? CaCertificate = null,
    IReadOnlyList<string>? PublicKeyPins = null)
{
    /// <summary>Largest document, bytes of UTF-8.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>Plane and version.</summary>
    public override string ToString() => $"TrustDocument {{ PlaneId = {PlaneId}, Version = {Version} }}";
}
