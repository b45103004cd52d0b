using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Bootstrap;

/// <summary>
/// What an operator carries from the control plane to a new data plane, once: where to dial, what to trust there, and a token to
/// be let in with. A secret, for the token it holds.
/// </summary>
/// <param name="Version">Version of this document; <see cref="CurrentVersion"/>.</param>
/// <param name="PlaneId">The plane, a DNS label; intents signed for another are refused.</param>
/// <param name="Server">Where the agent dials, such as <c>wss://control.example:8443/agent/v1/channel</c>.</param>
/// <param name="Token">The bootstrap token, 20..512 visible ASCII characters.</param>
/// <param name="SigningKeys">The keys that may sign intents, 1..<see cref="ProtocolLimits.Keys"/>.</param>
/// <param name="CaCertificate">One or more PEM certificates of the authorities that may have issued the server's.</param>
/// <param name="PublicKeyPins">Pins <c>sha256/…</c> of public keys, one of which the server or an authority above it must have.</param>
public sealed record BootstrapBundle(
    int Version,
    string PlaneId,
    string Server,
    string Token,
    IReadOnlyList<JsonWebKey> SigningKeys,
    string? CaCertificate = null,
    IReadOnlyList<string>? PublicKeyPins = null)
{
    /// <summary>The version of the documents described here.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Largest bundle, bytes of UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Plane and server; never the token.</summary>
    public override string ToString() => $"BootstrapBundle {{ PlaneId = {PlaneId}, Server = {Server}, Token = *** }}";
}
