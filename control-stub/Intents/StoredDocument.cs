using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Intents;

/// <summary>The document inside a stored JWS. It was signed here, so it is not verified again.</summary>
internal static class StoredDocument
{
    /// <summary>The document as it was signed.</summary>
    /// <exception cref="StoreException">The store holds something else than a JWS.</exception>
    public static JsonObject Read(IntentRecord intent) =>
        CompactJws.TryParse(intent.Jws, out var jws, out _) && JsonNode.Parse(jws.Payload.Span) is JsonObject document
            ? document
            : throw new StoreException("A stored intent is damaged; put it again.");

    /// <summary>Whether it asks for its claims to be deleted with it.</summary>
    public static bool DeletesVolumes(IntentRecord intent) => Read(intent)["spec"]?["deleteVolumes"]?.GetValue<bool>() ?? false;

    /// <summary>The draft it came from.</summary>
    public static IntentDraft Draft(IntentRecord intent)
    {
        var content = Read(intent);
        ((JsonObject)content["metadata"]!).Remove("generation");
        return new IntentDraft(intent.Id, content, intent.Kind, intent.State, intent.Owner, intent.Source);
    }
}
