using System.Text.Json.Nodes;

namespace Pdp.Core.Policy.Pods;

/// <summary>
/// Finds pod specs by their shape, wherever they stand and whatever the kind: in a Deployment, in a CronJob's template, in a resource of
/// some operator. A list of kinds and paths would miss the next one.
/// </summary>
internal static class PodFinder
{
    private static readonly string[] _lists = ["containers", "initContainers", "ephemeralContainers"];
    private static readonly string[] _marks = ["hostNetwork", "hostPID", "hostIPC"];

    /// <summary>Every pod, and every container that stands outside of one.</summary>
    public static IReadOnlyList<FoundPod> In(CheckedObject owner)
    {
        var found = new List<FoundPod>();
        foreach (var (name, value) in owner.Manifest)
            Walk(owner, value, name, found);
        return found;
    }

    private static void Walk(CheckedObject owner, JsonNode? node, string path, List<FoundPod> found)
    {
        switch (node)
        {
            case JsonObject o when IsPod(o):
                found.Add(FoundPod.Whole(owner, path, o));
                // What is inside its containers belongs to them; other members may hold anything.
                foreach (var (name, value) in o.Where(member => !IsListName(member.Key) && !IsSecurityContext(member.Key)))
                    Walk(owner, value, $"{path}.{name}", found);
                break;
            case JsonObject o:
                if (IsLooseContainer(o))
                    found.Add(FoundPod.Loose(owner, path, o));
                foreach (var (name, value) in o)
                    Walk(owner, value, $"{path}.{name}", found);
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    Walk(owner, a[i], $"{path}[{i}]", found);
                break;
        }
    }

    private static bool IsPod(JsonObject o) => o.Any(member =>
        (IsListName(member.Key) && member.Value is JsonArray)
        || (_marks.Contains(member.Key, StringComparer.OrdinalIgnoreCase) && member.Value is not null));

    // As operators' resources have them: an image and a security context without a pod around.
    private static bool IsLooseContainer(JsonObject o) => o.Any(member => member.Key.ToUpperInvariant() switch
    {
        "IMAGE" => member.Value is JsonValue or JsonObject,
        "SECURITYCONTEXT" or "CONTAINERSECURITYCONTEXT" or "PODSECURITYCONTEXT" => member.Value is JsonObject,
        _ => false,
    });

    private static bool IsListName(string name) => _lists.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSecurityContext(string name) => name.Equals("securityContext", StringComparison.OrdinalIgnoreCase);
}
