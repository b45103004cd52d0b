using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Releases;

/// <summary>What a release says: the spec of a component without what environments decide, and what is written on it.</summary>
/// <param name="Document">JSON: <c>spec</c>, <c>labels</c>, <c>annotations</c>.</param>
internal sealed record ReleaseContent(JsonObject Document)
{
    /// <summary>Of the spec: decided where the release is deployed, not by the release.</summary>
    public static readonly IReadOnlyList<string> NotOfIt = ["state", "release", "deleteVolumes"];

    /// <summary>The spec.</summary>
    public JsonObject Spec => (JsonObject)Document["spec"]!;

    /// <summary>The content of a stored release.</summary>
    public static ReleaseContent Of(ReleaseRecord release) => new((JsonObject)JsonNode.Parse(release.Document)!);

    /// <summary>The content that a compiled intent was made of.</summary>
    public static ReleaseContent Of(JsonObject intent)
    {
        var document = new JsonObject();
        var spec = (JsonObject)intent["spec"]!.DeepClone();
        foreach (var field in NotOfIt)
            spec.Remove(field);
        foreach (var marks in new[] { "labels", "annotations" })
            if (intent["metadata"]?[marks] is { } given)
                document[marks] = given.DeepClone();
        document["spec"] = spec;
        return new ReleaseContent(document);
    }

    /// <summary>Keys of the configuration that the release uses and gives no value: every environment has to.</summary>
    public IReadOnlyList<string> Required()
    {
        var given = Spec["config"] as JsonObject ?? [];
        return
        [
            .. Containers.Of(Spec).SelectMany(c => Lists(c.Container)).Select(entry => entry["config"]).OfType<JsonValue>()
                .Select(v => v.TryGetValue<string>(out var key) ? key : "").Where(key => key.Length > 0 && !given.ContainsKey(key))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<JsonObject> Lists(JsonObject container) =>
        new[] { container["env"], container["files"] }.OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>());
}
