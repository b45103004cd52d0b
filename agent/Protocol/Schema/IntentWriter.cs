using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>Writes documents, for whoever signs them.</summary>
public static class IntentWriter
{
    /// <summary>Builds a document from its parts.</summary>
    public static IntentDocument Document(IntentMetadata metadata, IntentSpec spec)
    {
        var (kind, node) = spec switch
        {
            ComponentSpec component => (IntentKinds.Component, JsonSerializer.SerializeToNode(component, IntentJson.Default.ComponentSpec)),
            ManifestsSpec manifests => (IntentKinds.Manifests, JsonSerializer.SerializeToNode(manifests, IntentJson.Default.ManifestsSpec)),
            TaskRunSpec run => (IntentKinds.TaskRun, JsonSerializer.SerializeToNode(run, IntentJson.Default.TaskRunSpec)),
            RemovalSpec removal => (IntentKinds.Removal, JsonSerializer.SerializeToNode(removal, IntentJson.Default.RemovalSpec)),
            _ => throw new ArgumentException("A spec of a kind no document has.", nameof(spec)),
        };
        return new IntentDocument(IntentDocument.CurrentApiVersion, kind, metadata, (JsonObject)node!);
    }

    /// <summary>The bytes to sign: compact JSON, the same for the same document.</summary>
    public static byte[] Write(IntentDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, IntentJson.Default.IntentDocument);
}
