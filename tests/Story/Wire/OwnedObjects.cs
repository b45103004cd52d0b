using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>What the agent manages in the cluster at one moment: what each object says, and when the agent last wrote to it.</summary>
public sealed class OwnedObjects
{
    private const string FieldManager = "pdp-agent";
    private readonly Dictionary<string, (string Content, string Written)> _objects = new(StringComparer.Ordinal);

    private OwnedObjects()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>Reads all of them, in every namespace.</summary>
    public static async Task<OwnedObjects> ReadAsync(ClusterApi cluster, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var owned = new OwnedObjects();
        foreach (var resource in ClusterPaths.Rendered)
        {
            var path = ClusterPaths.Collection(resource) + "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dpdp-agent";
            foreach (var item in await cluster.ListAsync(path, ct))
            {
                owned._objects[ClusterPaths.Object(resource, ClusterPaths.NamespaceOf(item), ClusterPaths.NameOf(item))] = (Content(item), Written(item));
            }
        }

        return owned;
    }

    /// <summary>Paths of the objects that say the same now as they said in <paramref name="before"/>.</summary>
    public IEnumerable<string> UnchangedSince(OwnedObjects before) =>
        _objects.Where(item => before._objects.TryGetValue(item.Key, out var then) && then.Content == item.Value.Content).Select(item => item.Key);

    /// <summary>Paths of the objects the agent wrote to since <paramref name="before"/>, as the cluster's record of field owners tells.</summary>
    public IEnumerable<string> WrittenSince(OwnedObjects before) =>
        _objects.Where(item => before._objects.TryGetValue(item.Key, out var then) && then.Written != item.Value.Written).Select(item => item.Key);

    private static string Content(JsonObject item)
    {
        var content = (JsonObject)item.DeepClone();
        content.Remove("status");
        foreach (var field in new[] { "resourceVersion", "managedFields", "generation" })
        {
            content["metadata"]!.AsObject().Remove(field);
        }

        // Controllers note their progress here.
        (content["metadata"]!["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())));
    }

    private static string Written(JsonObject item) =>
        string.Join(
            '|',
            (item["metadata"]!["managedFields"] as JsonArray ?? [])
                .Where(entry => (string?)entry!["manager"] == FieldManager && (string?)entry["subresource"] is null)
                .Select(entry => (string?)entry!["time"]));
}
