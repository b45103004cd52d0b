using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Registry;

/// <summary>Gives a pod its node, once.</summary>
internal static class PodBinding
{
    public static Func<JsonObject?, ObjectChange> To(string node) => current =>
    {
        if (current.Text("spec", "nodeName") is { Length: > 0 } bound)
        {
            throw Api.ApiErrors.Conflict(
                Resources.BuiltInResources.All.First(r => r.Resource == "pods"), current.Text("metadata", "name") ?? "",
                $"pod {current.Text("metadata", "name")} is already assigned to node \"{bound}\"");
        }
        var obj = (JsonObject)current!.DeepClone();
        obj.Object("spec")!["nodeName"] = node;
        return new ObjectChange(obj, FromCurrent: true);
    };
}
