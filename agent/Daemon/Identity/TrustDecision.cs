using Pdp.Core.Ports;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Identity;

/// <summary>What becomes of a trust document.</summary>
internal abstract record TrustDecision
{
    private TrustDecision()
    {
    }

    /// <summary>Believed, and newer than what is held.</summary>
    public sealed record Taken(string Jws, TrustDocument Document) : TrustDecision;

    /// <summary>Believed, and held already.</summary>
    public sealed record Held : TrustDecision;

    /// <summary>Not believed.</summary>
    /// <param name="Why">What it must be, without quoting it.</param>
    public sealed record Refused(string Why) : TrustDecision;

    /// <summary>Judges the copies of a document: the first that a key believed now has signed counts. Pure.</summary>
    /// <param name="present">What is believed now.</param>
    /// <param name="copies">Compact JWS, as they came.</param>
    public static TrustDecision On(TrustAnchors present, IReadOnlyList<string> copies)
    {
        JwsRefusal? refusal = null;
        foreach (var jws in copies)
        {
            switch (present.Keys.VerifyTrust(jws))
            {
                case JwsVerification.Verified verified:
                    return On(present, jws, verified.Payload);
                case JwsVerification.Refused refused:
                    refusal ??= refused.Refusal;
                    break;
            }
        }
        return new Refused($"no copy is signed by a key this agent believes ({refusal})");
    }

    private static TrustDecision On(TrustAnchors present, string jws, ReadOnlyMemory<byte> payload)
    {
        if (TrustDocuments.TryRead(payload, out var errors) is not { } document) return new Refused(string.Join("; ", errors.Take(5)));
        if (document.PlaneId != present.PlaneId) return new Refused("planeId: must be the plane of this agent");
        return document.Version.CompareTo(present.Version) switch
        {
            > 0 => new Taken(jws, document),
            0 when IsWhatIsHeld(present, document) => new Held(),
            _ => new Refused($"version: must be above {present.Version}, the one held"),
        };
    }

    // Another document under the version held is no repetition of it.
    private static bool IsWhatIsHeld(TrustAnchors present, TrustDocument document) =>
        document.SigningKeys.Select(key => key.Kid).Order(StringComparer.Ordinal).SequenceEqual(present.Keys.KeyIds)
        && document.CaCertificate == present.CaCertificate
        && (document.PublicKeyPins ?? []).SequenceEqual(present.PublicKeyPins);
}
