using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Compile;

/// <summary>Leaves out of a compiled document what says nothing, so that people can read it and a new optional field changes no hash.</summary>
internal static class IntentTrimmer
{
    private static readonly string _defaultRollout = CanonicalJson.Hash(
        JsonNode.Parse(IntentWriter.Write(IntentWriter.Document(Anything, new ManifestsSpec())))!["spec"]!["rollout"]!);

    private static readonly string[] _flags = ["deleteVolumes", "paused"];

    private static IntentMetadata Anything => new() { Id = "a", Plane = "a", Generation = 1 };

    /// <summary>The document as JSON without empty lists, empty objects and defaults.</summary>
    public static JsonObject Trim(IntentDocument document)
    {
        var node = (JsonObject)JsonNode.Parse(IntentWriter.Write(document))!;
        ((JsonObject)node["metadata"]!).Remove("generation");
        var spec = (JsonObject)node["spec"]!;
        if (spec["rollout"] is { } rollout && CanonicalJson.Hash(rollout) == _defaultRollout)
            spec.Remove("rollout");
        foreach (var flag in _flags)
            if (spec[flag]?.GetValue<bool>() == false)
                spec.Remove(flag);
        if (spec["autoscaling"] is not null)
            spec.Remove("replicas");
        foreach (var (_, container) in spec["containers"] as JsonObject ?? [])
            Defaults((JsonObject)container!);
        Empty(node);
        return node;
    }

    private static void Defaults(JsonObject container)
    {
        if (container["sidecar"]?.GetValue<bool>() == false)
            container.Remove("sidecar");
        foreach (var probe in (container["probes"] as JsonObject ?? []).Select(p => p.Value?["http"]).OfType<JsonObject>())
            if (probe["scheme"]?.GetValue<string>() == "HTTP")
                probe.Remove("scheme");
    }

    /// <summary>Takes out what is empty; true when nothing is left.</summary>
    private static bool Empty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Where(m => Empty(m.Value)).Select(m => m.Key).ToList())
                    members.Remove(name);
                return members.Count == 0;
            case JsonArray items:
                foreach (var item in items)
                    Empty(item);
                return items.Count == 0;
            default:
                return node is null;
        }
    }
}
