using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Adoption;

/// <summary>Reads documents that agents hand over: a copy of what a control plane signed, or not to be believed.</summary>
internal sealed class HeldDocuments(IKeyStore keys, TimeProvider time)
{
    /// <summary>Reads a document.</summary>
    /// <returns>The intent as it is to be kept; null, with the reason, when it is not the one that was listed or cannot be believed.</returns>
    public async Task<(IntentRecord? Document, string Failure)> ReadAsync(
        string plane, IntentStamp stamp, string jws, CancellationToken cancellationToken)
    {
        var ring = await RingAsync(cancellationToken);
        return ring.Verify(jws) switch
        {
            JwsVerification.Refused { Refusal: JwsRefusal.UnknownKey } =>
                (null, "it was signed by a key that is not known here; import its public half with 'pdp-control keys import-public'"),
            JwsVerification.Refused refused => (null, $"its signature does not hold ({refused.Refusal})"),
            JwsVerification.Verified verified => Read(plane, stamp, jws, verified.Payload),
            _ => throw new InvalidOperationException("A JWS is verified or refused."),
        };
    }

    private (IntentRecord? Document, string Failure) Read(string plane, IntentStamp stamp, string jws, ReadOnlyMemory<byte> payload)
    {
        if (IntentDigest.OfPayload(payload.Span) != stamp.Hash || Parse(payload) is not { } document)
            return (null, "the agent handed over another document than it had listed");
        var reading = IntentDrafts.Read(document, plane, stamp.Id, IntentDraft.FromApi);
        if (reading.Draft is not { } draft)
            return (null, $"it cannot be read here: {reading.Errors[0].Path} {reading.Errors[0].Message}");
        if ((long?)document["metadata"]!["generation"] != stamp.Generation)
            return (null, "the agent handed over another generation than it had listed");
        var now = time.GetUtcNow();
        return (new IntentRecord
        {
            Plane = plane,
            Id = stamp.Id,
            Generation = stamp.Generation,
            Hash = stamp.Hash,
            ContentHash = draft.ContentHash,
            Jws = jws,
            Kind = draft.Kind,
            State = draft.State,
            Owner = draft.Owner,
            Source = draft.Source,
            CreatedAt = now,
            UpdatedAt = now,
        }, "");
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonNode.Parse(payload.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Imported while the process serves, so they are read each time.
    private async Task<IntentKeyRing> RingAsync(CancellationToken cancellationToken)
    {
        var own = await keys.ListAsync(IntentKey.Use, cancellationToken);
        var former = await keys.ListAsync(IntentKey.FormerUse, cancellationToken);
        return new IntentKeyRing(former.Concat(own).TakeLast(ProtocolLimits.Keys).Select(k => k.Key));
    }
}
