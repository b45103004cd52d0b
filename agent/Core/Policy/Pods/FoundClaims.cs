using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Pods;

/// <summary>Finds claims of storage by their shape: claims, templates of a StatefulSet, volumes that live as long as their pod.</summary>
internal static class FoundClaims
{
    /// <summary>The specs of all claims, and where they stand.</summary>
    public static IReadOnlyList<(string Path, JsonObject Spec)> In(CheckedObject wanted)
    {
        var found = new List<(string, JsonObject)>();
        foreach (var (name, value) in wanted.Manifest.Where(_ => wanted.Key.Group != "apiextensions.k8s.io"))
            Walk(value, name, found);
        return found;
    }

    private static void Walk(JsonNode? node, string path, List<(string, JsonObject)> found)
    {
        switch (node)
        {
            case JsonObject o when o.ContainsKey("accessModes") || o.ContainsKey("storageClassName")
                || o.At("resources", "requests", "storage") is not null:
                found.Add((path, o));
                break;
            case JsonObject o:
                foreach (var (name, value) in o)
                    Walk(value, $"{path}.{name}", found);
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    Walk(a[i], $"{path}[{i}]", found);
                break;
        }
    }
}
