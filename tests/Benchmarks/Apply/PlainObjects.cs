using System.Text.Json.Nodes;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Apply;

/// <summary>The objects the agent made, as anybody could apply them elsewhere: nothing of the server's, and no mark of the agent's.</summary>
internal sealed class PlainObjects
{
    private static readonly string[] Kinds = ["serviceaccounts", "configmaps", "networkpolicies", "services", "deployments"];

    private static readonly string[] OfTheServer =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "ownerReferences", "namespace"];

    private readonly ClusterApi _cluster;
    private readonly IReadOnlyList<PlainObject> _objects;

    private PlainObjects(ClusterApi cluster, IReadOnlyList<PlainObject> objects) => (_cluster, _objects) = (cluster, objects);

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>Reads them.</summary>
    public static async Task<PlainObjects> OfAgentAsync(ClusterApi cluster, CancellationToken ct)
    {
        var objects = new List<PlainObject>();
        foreach (var resource in Kinds)
        {
            var path = ClusterPaths.Collection(resource);
            var (apiVersion, kind) = await TypeAsync(cluster, path, ct);
            foreach (var live in await cluster.ListAsync(path + "?labelSelector=pdp.dev%2Fintent", ct))
            {
                objects.Add(new PlainObject(resource, Plain(live, apiVersion, kind)));
            }
        }

        return new PlainObjects(cluster, objects);
    }

    /// <summary>The same objects for a namespace, which is made.</summary>
    public async Task<IReadOnlyList<PlainObject>> InAsync(string ns, CancellationToken ct)
    {
        var home = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = ns } };
        await _cluster.CreateAsync("/api/v1/namespaces", home, ct);
        return
        [
            .. _objects.Select(o =>
            {
                var manifest = (JsonObject)o.Manifest.DeepClone();
                manifest["metadata"]!["namespace"] = ns;
                return o with { Manifest = manifest };
            }),
        ];
    }

    // Items of a list do not say what they are; the list does.
    private static async Task<(string ApiVersion, string Kind)> TypeAsync(ClusterApi cluster, string path, CancellationToken ct)
    {
        var list = await cluster.GetAsync(path + "?limit=1", ct);
        return ((string)list!["apiVersion"]!, ((string)list["kind"]!)[..^"List".Length]);
    }

    private static JsonObject Plain(JsonObject live, string apiVersion, string kind)
    {
        var text = live.ToJsonString()
            .Replace("\"pdp.dev/", "\"bench.example.com/", StringComparison.Ordinal)
            .Replace("\"pdp-agent\"", "\"bench\"", StringComparison.Ordinal);
        var plain = JsonNode.Parse(text)!.AsObject();
        (plain["apiVersion"], plain["kind"]) = (apiVersion, kind);
        plain.Remove("status");
        foreach (var field in OfTheServer)
        {
            plain["metadata"]!.AsObject().Remove(field);
        }

        if (kind == "Service")
        {
            plain["spec"]!.AsObject().Remove("clusterIP");
            plain["spec"]!.AsObject().Remove("clusterIPs");
        }

        return plain;
    }
}

/// <summary>One object and the collection it goes to.</summary>
/// <param name="Resource">As paths name it: <c>deployments</c>.</param>
/// <param name="Manifest">What is applied.</param>
internal sealed record PlainObject(string Resource, JsonObject Manifest);
