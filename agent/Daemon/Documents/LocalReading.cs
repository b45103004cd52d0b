using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>Reads an Intent the customer wrote without a signature. It goes when its resource is deleted.</summary>
internal static class LocalReading
{
    private static readonly RefusalReason _signed = new(
        FailureReason.Tampered, "spec", $"must have no jws and no removal: an intent whose name ends in {LocalIntents.Suffix} is not the control plane's");

    private static readonly RefusalReason _empty = new(
        FailureReason.SchemaInvalid, "spec.document", "must be there: the document as it would be signed, without id, plane and generation");

    /// <summary>Reads a resource.</summary>
    public static ReadDocument Read(StoredIntent stored)
    {
        if (stored.Jws is not null || stored.RemovalJws is not null) return new(null, null, [_signed]);
        if (stored.IsBeingDeleted) return new(null, RemovalOf(stored), []);
        if (stored.Document is not { } text) return new(null, null, [_empty]);
        var verification = LocalDocument.Read(stored.Id, stored.Generation, text);
        return new(verification.Verified, null, verification.Reasons);
    }

    private static VerifiedIntent RemovalOf(StoredIntent stored)
    {
        var metadata = new IntentMetadata { Id = stored.Id, Plane = "local", Generation = Math.Max(1, stored.Generation) };
        var document = new IntentDocument(IntentDocument.CurrentApiVersion, IntentKinds.Removal, metadata, []);
        return new VerifiedIntent("", new IntentStamp(stored.Id, metadata.Generation, ""), new TypedIntent(document, new RemovalSpec()));
    }
}
