using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Releases;

/// <summary>The containers of a component's spec, those that run first included.</summary>
internal static class Containers
{
    /// <summary>Each container with its name and its path in the spec.</summary>
    public static IEnumerable<(string Name, string Path, JsonObject Container)> Of(JsonObject spec)
    {
        foreach (var (name, container) in spec["containers"] as JsonObject ?? [])
            if (container is JsonObject fields)
                yield return (name, $"spec.containers.{name}", fields);
        foreach (var (index, container) in (spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>().Index())
            if (container["name"] is JsonValue name && name.TryGetValue<string>(out var text))
                yield return (text, $"spec.initContainers[{index}]", container);
    }
}
