using Pdp.Core.Intents;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Documents;

/// <summary>Holds the bytes of a document to limits, schema, rules and plane, whoever brought them.</summary>
internal static class DocumentCheck
{
    /// <summary>Checks and reads a document.</summary>
    /// <param name="jws">The signed bytes it came in; empty when nobody signed it.</param>
    /// <param name="payload">The document; anything at all.</param>
    /// <param name="plane">The plane it must be for; null when any will do.</param>
    public static Verification Read(string jws, ReadOnlyMemory<byte> payload, string? plane)
    {
        var hash = IntentDigest.OfPayload(payload.Span);
        var claim = DocumentClaim.Of(payload);
        var reading = IntentReader.Read(payload.Span);
        RefusalReason[] reasons =
        [
            .. reading.Reasons,
            .. reading.Intent is { } intent ? IntentRules.Check(intent) : [],
            .. plane is not null && claim.Plane is { } other && other != plane
                ? [new RefusalReason(FailureReason.WrongPlane, "metadata.plane", $"must be {plane}, the plane of this agent")]
                : Array.Empty<RefusalReason>(),
        ];
        var verified = reading.Intent is not null && reasons.Length == 0
            ? new VerifiedIntent(jws, new IntentStamp(claim.Id, claim.Generation, hash), reading.Intent)
            : null;
        return new Verification(verified, reasons, claim.Id, claim.Generation, hash);
    }

    /// <summary>Reads a document that held all of that before.</summary>
    /// <param name="jws">The signed bytes it came in.</param>
    /// <param name="payload">The document.</param>
    public static Verification Reread(string jws, ReadOnlyMemory<byte> payload)
    {
        var intent = IntentReader.ReadChecked(payload.Span);
        var stamp = new IntentStamp(intent.Metadata.Id, intent.Metadata.Generation, IntentDigest.OfPayload(payload.Span));
        return new Verification(new VerifiedIntent(jws, stamp, intent), [], stamp.Id, stamp.Generation, stamp.Hash);
    }
}
