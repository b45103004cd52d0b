using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Intents;

/// <summary>An intent that holds its schema and has no generation yet: that is given when it is stored.</summary>
/// <param name="Id">Unique per plane.</param>
/// <param name="Content">The document without its generation.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">What shall be of it.</param>
/// <param name="Owner">Who it belongs to.</param>
/// <param name="Source">Where it came from: <see cref="FromApi"/>, or the document it was compiled from.</param>
internal sealed record IntentDraft(string Id, JsonObject Content, string Kind, ComponentState State, IntentOwner Owner, string Source)
{
    /// <summary>The source of an intent that an operator put as it is.</summary>
    public const string FromApi = "api";

    /// <summary>Tells whether two drafts say the same.</summary>
    public string ContentHash { get; } = CanonicalJson.Hash(Content);

    /// <summary>The bytes to sign.</summary>
    public byte[] ToBytes(long generation)
    {
        var document = (JsonObject)Content.DeepClone();
        document["metadata"]!["generation"] = generation;
        return CanonicalJson.Bytes(document);
    }
}
