using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Core.Ports;

/// <summary>The control plane as this agent knows it. Each property may change at any time: read it for each use.</summary>
public interface IControlPlane
{
    /// <summary>Where to dial, an absolute <c>wss://</c> URL.</summary>
    Uri Server { get; }

    /// <summary>What is believed, and of whom.</summary>
    TrustAnchors Trust { get; }
}

/// <summary>What an agent believes, as a whole: never one part of a document and another of the one before.</summary>
/// <param name="Version">Of the trust document; 0 for what the bundle says.</param>
/// <param name="PlaneId">This agent's plane.</param>
/// <param name="Keys">The keys that may sign intents and the next trust document.</param>
/// <param name="TokenKeys">The keys that may sign tokens for the observability API.</param>
/// <param name="CaCertificate">PEM of the authorities that may have issued the server's certificate; null when only keys are pinned.</param>
/// <param name="PublicKeyPins">Pins <c>sha256/…</c>; never empty without an authority.</param>
public sealed record TrustAnchors(
    long Version,
    string PlaneId,
    IntentKeyRing Keys,
    IReadOnlyList<JsonWebKey> TokenKeys,
    string? CaCertificate,
    IReadOnlyList<string> PublicKeyPins)
{
    /// <summary>What a bundle says.</summary>
    public static TrustAnchors Of(BootstrapBundle bundle) => new(
        0, bundle.PlaneId, new IntentKeyRing(bundle.SigningKeys), [], bundle.CaCertificate, bundle.PublicKeyPins ?? []);

    /// <summary>What a trust document says, once it was verified.</summary>
    public static TrustAnchors Of(TrustDocument document) => new(
        document.Version, document.PlaneId, new IntentKeyRing(document.SigningKeys), document.TokenKeys, document.CaCertificate,
        document.PublicKeyPins ?? []);
}
