using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Registry;

/// <summary>Counts changes of what is wanted.</summary>
internal static class Generations
{
    public static void Count(ResourceDefinition resource, JsonObject obj, JsonObject old)
    {
        if (resource.CountsGenerations && Changed(resource, obj, old))
            obj.Object("metadata")!["generation"] = (old.Long("metadata", "generation") ?? 0) + 1;
    }

    private static bool Changed(ResourceDefinition resource, JsonObject obj, JsonObject old)
    {
        if (resource.Custom is null && (obj.ContainsKey("spec") || old.ContainsKey("spec")))
            return !JsonEquality.Same(obj.At("spec"), old.At("spec"));
        foreach (var key in obj.Select(p => p.Key).Union(old.Select(p => p.Key)))
        {
            if (key is not ("metadata" or "apiVersion" or "kind")
                && !(key == "status" && resource.HasStatus) && !JsonEquality.Same(obj.At(key), old.At(key)))
                return true;
        }
        return false;
    }
}
